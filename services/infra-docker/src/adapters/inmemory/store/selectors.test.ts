import { parseFieldSelector, parseLabelSelector } from './selectors.ts';
import { refusalOf } from './store.fixtures.ts';

const pod = { metadata: { name: 'p', labels: { app: 'web', tier: '', 'a/b': 'x', n: '5' } }, spec: { nodeName: 'n1' } };

const labelCases = [
  { selector: '', want: true, why: 'the empty selector selects everything' },
  { selector: 'app=web', want: true, why: 'equal' },
  { selector: 'app==db', want: false, why: 'not equal' },
  { selector: 'app!=db', want: true, why: 'unequal' },
  { selector: 'missing!=x', want: true, why: 'a missing label is unequal to anything' },
  { selector: 'app in (db, web),tier', want: true, why: 'set, and existence' },
  { selector: 'app notin (web)', want: false, why: 'excluded by the set' },
  { selector: 'missing notin (web)', want: true, why: 'a missing label is in no set' },
  { selector: '!missing', want: true, why: 'absence' },
  { selector: '!app', want: false, why: 'absence of a label that is there' },
  { selector: 'a/b=x', want: true, why: 'keys have prefixes' },
  { selector: 'tier=', want: true, why: 'the empty value' },
  { selector: 'n>4,n<6', want: true, why: 'numbers' },
  { selector: 'constructor', want: false, why: 'not a label, but a property of every JavaScript object' },
];
test.each(labelCases)('label selector "$selector" → $want ($why)', ({ selector, want }) => {
  expect(parseLabelSelector(selector)(pod)).toBe(want);
});

test.each(['a=b=c', 'in (x)', 'a in x', ',', '=x'])('label selector "%s" is refused', (selector) => {
  expect(refusalOf(() => parseLabelSelector(selector))).toBe('BadRequest');
});

const fieldCases = [
  { selector: 'metadata.name=p', want: true, why: 'equal' },
  { selector: 'metadata.name!=p', want: false, why: 'unequal' },
  { selector: 'spec.nodeName=n1,metadata.name=q', want: false, why: 'all must hold' },
  { selector: 'status.phase=', want: true, why: 'a missing field is the empty string' },
  { selector: 'spec.unschedulable=false', want: true, why: 'a missing bool is false' },
];
test.each(fieldCases)('field selector "$selector" → $want ($why)', ({ selector, want }) => {
  expect(parseFieldSelector(selector)(pod)).toBe(want);
});

test.each(['spec.containers=x', 'metadata.name'])('field selector "%s" is refused', (selector) => {
  expect(refusalOf(() => parseFieldSelector(selector))).toBe('BadRequest');
});
