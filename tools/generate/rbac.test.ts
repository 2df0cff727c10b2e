import { mergeRules } from './rbac.ts';

const cases = [
  {
    name: 'verbs of one resource are united',
    why: 'several controllers of a service use one role',
    rules: [
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'get'] },
    ],
    want: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create', 'get'] }],
  },
  {
    name: 'resources with the same verbs share a rule',
    why: 'the role stays readable',
    rules: [
      { apiGroups: ['g'], resources: ['b'], verbs: ['get'] },
      { apiGroups: ['g'], resources: ['a'], verbs: ['get'] },
    ],
    want: [{ apiGroups: ['g'], resources: ['a', 'b'], verbs: ['get'] }],
  },
  {
    name: 'a wildcard swallows what it covers',
    why: 'no rule without effect',
    rules: [
      { apiGroups: ['g'], resources: ['*'], verbs: ['get', 'list'] },
      { apiGroups: ['g'], resources: ['a'], verbs: ['get'] },
      { apiGroups: ['g'], resources: ['b'], verbs: ['delete'] },
    ],
    want: [
      { apiGroups: ['g'], resources: ['*'], verbs: ['get', 'list'] },
      { apiGroups: ['g'], resources: ['b'], verbs: ['delete'] },
    ],
  },
  {
    name: 'rights limited to names stay limited',
    why: 'merging must never widen a right',
    rules: [
      { apiGroups: [''], resources: ['secrets'], resourceNames: ['own'], verbs: ['update'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
    ],
    want: [
      { apiGroups: [''], resourceNames: ['own'], resources: ['secrets'], verbs: ['update'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
    ],
  },
] as const;

test.each(cases)('mergeRules: $name ($why)', ({ rules, want }) => {
  expect(mergeRules(rules)).toEqual(want);
});
