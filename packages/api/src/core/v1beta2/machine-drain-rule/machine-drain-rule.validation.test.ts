import type { MachineDrainRuleSpec } from './machine-drain-rule.schema.ts';
import { validateMachineDrainRule } from './machine-drain-rule.validation.ts';

const usable = { matchLabels: { app: 'x' } };
const unusable = { matchLabels: { app: 'Bad Value!' } };
const drain = { behavior: 'Drain' } as const;

const cases: readonly { name: string; why: string; spec: MachineDrainRuleSpec; want: readonly string[] }[] = [
  { name: 'behavior alone', why: 'the rule is for all Machines and Pods', spec: { drain }, want: [] },
  { name: 'an order of Pods that are evicted', why: 'groups go one after the other', spec: { drain: { behavior: 'Drain', order: -1 } }, want: [] },
  { name: 'an order of Pods that stay', why: 'they never have a turn', spec: { drain: { behavior: 'Skip', order: 5 } }, want: ['spec.drain.order Invalid'] },
  { name: 'an order of Pods that are waited for', why: 'they end when they like', spec: { drain: { behavior: 'WaitCompleted', order: 0 } }, want: ['spec.drain.order Invalid'] },
  { name: 'Skip without an order', why: 'nothing contradicts it', spec: { drain: { behavior: 'Skip' } }, want: [] },
  {
    name: 'usable selectors',
    why: 'labels and expressions',
    spec: { drain, machines: [{ selector: usable, clusterSelector: {} }], pods: [{ selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, namespaceSelector: usable }] },
    want: [],
  },
  {
    name: 'unusable selectors of Machines',
    why: 'they could never match; each is told with its place',
    spec: { drain, machines: [{ selector: usable }, { selector: unusable, clusterSelector: { matchExpressions: [{ key: 'app', operator: 'Near' }] } }] },
    want: ['spec.machines[1].selector Invalid', 'spec.machines[1].clusterSelector Invalid'],
  },
  {
    name: 'unusable selectors of Pods',
    why: 'In without values matches nothing',
    spec: { drain, pods: [{ selector: { matchExpressions: [{ key: 'app', operator: 'In' }] }, namespaceSelector: unusable }] },
    want: ['spec.pods[0].selector Invalid', 'spec.pods[0].namespaceSelector Invalid'],
  },
];
test.each(cases)('$name → $want ($why)', ({ spec, want }) => {
  const rule = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDrainRule', metadata: { name: 'rule' }, spec };
  expect(validateMachineDrainRule(rule).map(({ field, type }) => `${field} ${type}`)).toEqual(want);
});
