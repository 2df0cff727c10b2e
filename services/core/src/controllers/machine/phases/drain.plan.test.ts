import { aCluster, aMachine, aNode, aPod, earlier, now } from '../machine.fixtures.ts';
import type { MachineDrainRule } from '@clusterwright/api/core/v1beta2';
import { decideByRules, rulesForMachine } from './drain-rules.plan.ts';
import { decidePod, evictionGraceSeconds, planDrain, type DrainFacts, type PodDecision } from './drain.plan.ts';

const facts = (change: Partial<DrainFacts> = {}): DrainFacts => ({ node: aNode(), now, daemonSets: new Set(['apps/ds']), ruleFor: () => undefined, ...change });
const owner = (kind: string, name: string) => ({ metadata: { ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: 'u', controller: true }] } });
const unreachable = aNode({ conditions: [['Ready', 'Unknown']] });
const label = (value: string) => ({ metadata: { labels: { 'cluster.x-k8s.io/drain': value } } });
const drainLate = () => ({ behavior: 'Drain', order: 7 }) as const;

const cases: { name: string; why: string; pod: ReturnType<typeof aPod>; facts?: Partial<DrainFacts>; want: object }[] = [
  { name: 'plain', why: 'it moves', pod: aPod('p'), want: { behavior: 'Drain', order: 0 } },
  { name: 'of a DaemonSet', why: 'it would come back at once', pod: aPod('p', owner('DaemonSet', 'ds')), want: { behavior: 'Skip' } },
  { name: 'of a DaemonSet that is gone', why: 'nobody brings it back', pod: aPod('p', owner('DaemonSet', 'old')), want: { behavior: 'Drain', warning: 'evicting orphaned DaemonSet-managed Pod' } },
  { name: 'finished, of a DaemonSet', why: 'it does no work', pod: aPod('p', { ...owner('DaemonSet', 'ds'), status: { phase: 'Succeeded' } }), want: { behavior: 'Drain' } },
  { name: 'static', why: 'only the kubelet can end it', pod: aPod('p', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } }), want: { behavior: 'Skip' } },
  { name: 'with local data and no owner', why: 'evicted, and noted', pod: aPod('p', { metadata: { ownerReferences: [] }, spec: { volumes: [{ name: 'v', emptyDir: {} }] } }), want: { behavior: 'Drain', warning: 'evicting Pod with local storage, evicting Pod that has no controller' } },
  { name: 'labelled skip', why: 'its owner says so', pod: aPod('p', label('Skip')), want: { behavior: 'Skip' } },
  { name: 'labelled wait-completed', why: 'it ends by itself', pod: aPod('p', label('wait-completed')), want: { behavior: 'WaitCompleted' } },
  { name: 'labelled WaitCompleted', why: 'the dash is optional', pod: aPod('p', label('WaitCompleted')), want: { behavior: 'WaitCompleted' } },
  { name: 'labelled with nonsense', why: 'as good as no label', pod: aPod('p', label('later')), facts: { ruleFor: drainLate }, want: { behavior: 'Drain', order: 7 } },
  { name: 'labelled skip, with a rule', why: 'the label wins', pod: aPod('p', label('skip')), facts: { ruleFor: drainLate }, want: { behavior: 'Skip' } },
  { name: 'with a rule', why: 'the rule orders it', pod: aPod('p'), facts: { ruleFor: drainLate }, want: { behavior: 'Drain', order: 7 } },
  { name: 'ending on an unreachable Node', why: 'nobody will ever confirm it', pod: aPod('p', { metadata: { deletionTimestamp: earlier } }), facts: { node: unreachable }, want: { behavior: 'Skip' } },
  { name: 'ending since a moment on an unreachable Node', why: 'it gets its second', pod: aPod('p', { metadata: { deletionTimestamp: '2026-11-21T11:59:59Z' } }), facts: { node: unreachable }, want: { behavior: 'Drain' } },
  { name: 'ending on a living Node', why: 'the drain waits for it', pod: aPod('p', { metadata: { deletionTimestamp: earlier } }), want: { behavior: 'Drain' } },
];

test.each(cases)('a Pod $name → $want.behavior ($why)', ({ pod, facts: change, want }) => {
  expect(decidePod(pod, facts(change))).toMatchObject(want);
});

test('Pods of an unreachable Node get one second', () => {
  expect([evictionGraceSeconds(unreachable), evictionGraceSeconds(aNode())]).toEqual([1, undefined]);
});

test('the lowest order goes first; what is ending or completing counts', () => {
  const decide = (name: string, behavior: PodDecision['behavior'], order: number, metadata = {}): PodDecision => ({ pod: aPod(name, { metadata }), behavior, order });
  const plan = planDrain([decide('z', 'Drain', 0), decide('late', 'Drain', 5), decide('a', 'Drain', 0), decide('wait', 'WaitCompleted', 0), decide('ending', 'Drain', 5, { deletionTimestamp: earlier }), decide('skip', 'Skip', -3)]);
  const names = (pods: readonly { metadata: { name: string } }[]) => pods.map(({ metadata }) => metadata.name);
  expect({ now: plan.evictNow.map(({ pod }) => pod.metadata.name), later: names(plan.evictLater), ending: names(plan.terminating), wait: names(plan.completeNow), waitLater: names(plan.completeLater) }).toEqual({ now: ['a', 'z'], later: ['late'], ending: ['ending'], wait: ['wait'], waitLater: [] });
});

test('Pods of an earlier group that are still ending hold back the next group', () => {
  const plan = planDrain([
    { pod: aPod('ending', { metadata: { deletionTimestamp: earlier } }), behavior: 'Drain', order: -1 },
    { pod: aPod('next'), behavior: 'Drain', order: 0 },
    { pod: aPod('wait'), behavior: 'WaitCompleted', order: 0 },
  ]);
  expect([plan.evictNow.length, plan.evictLater.length, plan.completeLater.length]).toEqual([0, 1, 1]);
});

const rule = (name: string, spec: Partial<MachineDrainRule['spec']>): MachineDrainRule => ({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDrainRule', metadata: { name, namespace: 'default' }, spec: { drain: { behavior: 'Drain', order: 1 }, ...spec } });

test('rules hold for Machines that one of their entries chooses, in the order of their names', () => {
  const rules = [rule('z', {}), rule('other', { machines: [{ selector: { matchLabels: { a: 'b' } } }] }), rule('a', { machines: [{ selector: { matchLabels: { a: 'b' } } }, { clusterSelector: {} }] })];
  expect(rulesForMachine(rules, aMachine(), aCluster()).map(({ metadata }) => metadata.name)).toEqual(['a', 'z']);
});

test('the first rule that chooses a Pod decides; all conditions of an entry must hold', () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'apps', labels: { tier: 'web' } } };
  const rules = [
    rule('1', { drain: { behavior: 'Skip' }, pods: [{ selector: { matchLabels: { app: 'x' } }, namespaceSelector: { matchLabels: { tier: 'db' } } }] }),
    rule('2', { drain: { behavior: 'Drain', order: 3 }, pods: [{ namespaceSelector: { matchLabels: { tier: 'web' } } }] }),
    rule('3', { drain: { behavior: 'WaitCompleted' } }),
  ];
  expect(decideByRules(rules, aPod('p', { metadata: { labels: { app: 'x' } } }), namespace)).toEqual({ behavior: 'Drain', order: 3 });
  expect(decideByRules(rules, aPod('p'), undefined)).toEqual({ behavior: 'WaitCompleted', order: 0 });
  expect(decideByRules(rules.slice(0, 1), aPod('p'), namespace)).toBeUndefined();
});
