import { type LabelSelectorLike, isEmptySelector, selectorLabels, selectorMatches, selectorProblem, selectorText } from './label-selector.ts';

const expression = (operator: string, ...values: string[]) => ({ matchExpressions: [{ key: 'k', operator, values }] });

describe('selectorMatches', () => {
  const cases = [
    { name: 'empty selector', why: 'asks for nothing', selector: {}, labels: { a: 'b' }, want: true },
    { name: 'all labels there', why: 'further labels do not matter', selector: { matchLabels: { a: 'b' } }, labels: { a: 'b', c: 'd' }, want: true },
    { name: 'other value', why: 'equality is by value', selector: { matchLabels: { a: 'b' } }, labels: { a: 'c' }, want: false },
    { name: 'In', why: 'one of the values', selector: expression('In', 'x', 'y'), labels: { k: 'y' }, want: true },
    { name: 'In, key absent', why: 'needs a value', selector: expression('In', 'x'), labels: {}, want: false },
    { name: 'NotIn, key absent', why: 'absence is not one of the values', selector: expression('NotIn', 'x'), labels: {}, want: true },
    { name: 'NotIn', why: 'is one of the values', selector: expression('NotIn', 'x'), labels: { k: 'x' }, want: false },
    { name: 'Exists', why: 'any value, even an empty one', selector: expression('Exists'), labels: { k: '' }, want: true },
    { name: 'DoesNotExist', why: 'is there', selector: expression('DoesNotExist'), labels: { k: '' }, want: false },
    { name: 'labels and expressions', why: 'both have to hold', selector: { matchLabels: { a: 'b' }, ...expression('Exists') }, labels: { a: 'b' }, want: false },
  ];
  test.each(cases)('$name → $want ($why)', ({ selector, labels, want }) => {
    expect(selectorMatches(selector, labels as unknown as Record<string, string>)).toBe(want);
  });
});

test('selectorText sorts by key and writes each operator as kubectl does', () => {
  const selector = {
    matchLabels: { z: '1', b: '2' },
    matchExpressions: [
      { key: 'e', operator: 'Exists' },
      { key: 'i', operator: 'In', values: ['y', 'x'] },
      { key: 'n', operator: 'NotIn', values: ['q'] },
      { key: 'a', operator: 'DoesNotExist' },
    ],
  };
  expect(selectorText(selector)).toBe('!a,b=2,e,i in (x,y),n notin (q),z=1');
  expect(selectorText({})).toBe('');
});

test('selectorLabels takes labels and expressions with a single value, and refuses the rest', () => {
  expect(selectorLabels({ matchLabels: { a: 'b' }, ...expression('In', 'v') })).toEqual({ a: 'b', k: 'v' });
  for (const selector of [expression('In', 'v', 'w'), expression('Exists'), expression('NotIn', 'v')]) {
    expect(() => selectorLabels(selector)).toThrow(expect.objectContaining({ code: 'Terminal' }));
  }
});

test('isEmptySelector', () => {
  expect([{}, { matchLabels: {}, matchExpressions: [] }, { matchLabels: { a: 'b' } }, expression('Exists')].map((selector) => isEmptySelector(selector as LabelSelectorLike))).toEqual([true, true, false, false]);
});

describe('selectorProblem', () => {
  test.each([
    { name: 'labels and every operator', selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'k', operator: 'In', values: ['x'] }, { key: 'l', operator: 'Exists' }] }, want: undefined },
    { name: 'nothing', selector: {}, want: undefined },
    { name: 'an unknown operator', selector: expression('Equals!', 'x'), want: '"Equals!" is not a valid label selector operator' },
    { name: 'In without values', selector: expression('In'), want: 'k: for operator In, values must not be empty' },
    { name: 'Exists with values', selector: expression('Exists', 'x'), want: 'k: for operator Exists, values must be empty' },
  ])('$name: $want', ({ selector, want }) => {
    expect(selectorProblem(selector)).toBe(want);
  });

  test('keys and values must be such as labels have', () => {
    expect(selectorProblem({ matchLabels: { 'a b': 'c' } })).toContain('key "a b": name must consist of');
    expect(selectorProblem({ matchLabels: { a: 'Bad Value!' } })).toContain('a: value "Bad Value!" must be empty or consist of');
    expect(selectorProblem(expression('In', 'x', 'y z'))).toContain('k: value "y z"');
  });
});
