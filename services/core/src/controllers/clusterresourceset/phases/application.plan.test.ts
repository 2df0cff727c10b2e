import type { Strategy } from '../clusterresourceset.scope.ts';
import { aConfigMap, bound } from '../clusterresourceset.fixtures.ts';
import type { ObservedResource } from '../resources/observe-resource.ts';
import { planApplication } from './application.plan.ts';

const ref = { kind: 'ConfigMap', name: 'cm' } as const;
const found: ObservedResource = { kind: 'found', ref, object: aConfigMap(), content: { kind: 'manifests', hash: 'sha256:new', objects: [] } };
const invalid: ObservedResource = { kind: 'found', ref, object: aConfigMap(), content: { kind: 'invalid', error: new Error('broken') } };
const missing: ObservedResource = { kind: 'notFound', ref, error: new Error('not found') };
const entry = (applied: boolean, hash: string) => ({ clusterResourceSetName: 'crs', resources: [bound({ applied, hash })] });

const cases: { strategy: Strategy; name: string; why: string; resource: ObservedResource; entry?: ReturnType<typeof entry>; want: string[] }[] = [
  { strategy: 'ApplyOnce', name: 'never applied', why: 'the first time', resource: found, want: ['apply'] },
  { strategy: 'ApplyOnce', name: 'failed before', why: 'once means successfully', resource: found, entry: entry(false, 'sha256:new'), want: ['apply'] },
  { strategy: 'ApplyOnce', name: 'applied and changed', why: 'once is enough', resource: found, entry: entry(true, 'sha256:old'), want: [] },
  { strategy: 'ApplyOnce', name: 'applied and broken since', why: 'once is enough', resource: invalid, entry: entry(true, 'sha256:old'), want: [] },
  { strategy: 'Reconcile', name: 'never applied', why: 'the first time', resource: found, want: ['apply'] },
  { strategy: 'Reconcile', name: 'applied and changed', why: 'the cluster follows', resource: found, entry: entry(true, 'sha256:old'), want: ['apply'] },
  { strategy: 'Reconcile', name: 'applied and the same', why: 'nothing to do', resource: found, entry: entry(true, 'sha256:new'), want: [] },
  { strategy: 'Reconcile', name: 'failed with the same', why: 'it has to succeed', resource: found, entry: entry(false, 'sha256:new'), want: ['apply'] },
  { strategy: 'Reconcile', name: 'broken', why: 'the binding says so', resource: invalid, entry: entry(true, 'sha256:old'), want: ['reject'] },
  { strategy: 'Reconcile', name: 'missing', why: 'it wakes us when it comes', resource: missing, want: [] },
];
test.each(cases)('$strategy, $name → $want ($why)', ({ strategy, resource, entry: known, want }) => {
  expect(planApplication(strategy, [resource], known).map(({ step }) => step)).toEqual(want);
});
