import { labelKeyProblem, labelValueProblem, subdomainProblem } from './kubernetes-names.ts';

const sixtyFour = 'a'.repeat(64);
const longDomain = `${'a'.repeat(63)}.`.repeat(4).slice(0, -1);

test.each([
  { check: labelValueProblem, text: '', why: 'a label may be empty' },
  { check: labelValueProblem, text: 'A.b_c-1', why: 'capitals, dots, underscores' },
  { check: labelKeyProblem, text: 'app', why: 'no prefix' },
  { check: labelKeyProblem, text: 'cluster.x-k8s.io/cluster-name', why: 'with prefix' },
  { check: subdomainProblem, text: 'a-1.b', why: 'a name of an object' },
])('$check.name takes "$text" ($why)', ({ check, text }) => {
  expect(check(text)).toBeUndefined();
});

test.each([
  { check: labelValueProblem, text: sixtyFour, why: 'longer than 63', want: 'no more than 63' },
  { check: labelValueProblem, text: '-a', why: 'begins with a dash', want: 'alphanumeric' },
  { check: labelValueProblem, text: 'a b', why: 'has a blank', want: 'alphanumeric' },
  { check: labelKeyProblem, text: '', why: 'nothing', want: 'must not be empty' },
  { check: labelKeyProblem, text: '/a', why: 'empty prefix', want: 'prefix must not be empty' },
  { check: labelKeyProblem, text: 'a/', why: 'empty name', want: 'name must not be empty' },
  { check: labelKeyProblem, text: 'a/b/c', why: 'two slashes', want: 'single slash' },
  { check: labelKeyProblem, text: 'A.b/c', why: 'capital in the prefix', want: 'lower case' },
  { check: labelKeyProblem, text: sixtyFour, why: 'name longer than 63', want: 'no more than 63' },
  { check: labelKeyProblem, text: 'a_', why: 'ends with an underscore', want: 'alphanumeric' },
  { check: subdomainProblem, text: longDomain, why: 'longer than 253', want: 'no more than 253' },
  { check: subdomainProblem, text: 'a..b', why: 'an empty part', want: 'lower case' },
  { check: subdomainProblem, text: 'A', why: 'a capital', want: 'lower case' },
])('$check.name refuses "$text" ($why)', ({ check, text, want }) => {
  expect(check(text)).toContain(want);
});
