import type { Condition, KubeObject, Resource } from '@clusterwright/api';
import { createKubeClient } from '@clusterwright/kube-client';
import type { KubeClient } from '@clusterwright/kube-client';
import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { createTestNamespace, testControlPlane } from '@clusterwright/test-env';
import { patchSharedStatus } from './shared-status.ts';

interface Machine extends KubeObject {
  spec: object;
  status?: { conditions?: Condition[] };
}
const machines: Resource<Machine> = { group: 'cluster.x-k8s.io', version: 'v1beta2', kind: 'Machine', plural: 'machines', namespaced: true };
const condition = (type: string, status: Condition['status'] = 'True'): Condition => ({ type, status, reason: 'Test', message: '', lastTransitionTime: '2026-11-21T12:00:00Z' });
const signal = new AbortController().signal;

let client: KubeClient;
let namespace: string;
/** How the API server answered. */
const answers: number[] = [];

beforeAll(async () => {
  const controlPlane = await testControlPlane();
  namespace = await createTestNamespace(controlPlane);
  client = createKubeClient({ ...loadConnection(controlPlane.kubeconfig), onRequest: ({ code }) => void answers.push(Number(code)) });
});
afterAll(() => client.close());

async function aMachine(name: string, conditions: Condition[]): Promise<Machine> {
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name };
  const key = { namespace, name };
  await client.create(machines, { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Machine', metadata: key, spec: { clusterName: 'c', bootstrap: { dataSecretName: 'd' }, infrastructureRef } });
  return client.patch(machines, key, { type: 'merge', body: { status: { conditions } } }, { subresource: 'status' });
}

/** One of two controllers that know the Machine as it was: writes its list, the other's items as it saw them. */
async function write(seen: Machine, conditions: Condition[]): Promise<Machine> {
  answers.length = 0;
  return patchSharedStatus({ client, resource: machines, signal }, seen, { metadata: { resourceVersion: seen.metadata.resourceVersion }, status: { conditions } });
}
const typesOf = ({ status }: Machine): string[] => (status?.conditions ?? []).map(({ type, status: value }) => `${type} ${value}`);

test('two that change their own conditions do not stand in each other’s way', async () => {
  const seen = await aMachine('own', [condition('A'), condition('B')]);
  await write(seen, [condition('A', 'False'), condition('B')]);
  expect(typesOf(await write(seen, [condition('A'), condition('B', 'False')]))).toEqual(['A False', 'B False']);
});

test('a list to which the other added meanwhile is a conflict, though the API server says that the request is invalid', async () => {
  const seen = await aMachine('shifted', [condition('A'), condition('C')]);
  await write(seen, [condition('A'), condition('B'), condition('C')]);
  await expect(write(seen, [condition('A'), condition('C', 'False')])).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
  expect(answers).toEqual([422]);
});

test('a list from which the other took meanwhile is a conflict as well', async () => {
  const seen = await aMachine('shortened', [condition('A'), condition('B'), condition('C')]);
  await write(seen, [condition('C')]);
  await expect(write(seen, [condition('A'), condition('B'), condition('C', 'False')])).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
  expect(answers).toEqual([422]);
});

test('what is there already is a conflict: the answer to an own write may have been lost, and the cache not have it yet', async () => {
  const seen = await aMachine('repeated', [condition('A'), condition('C')]);
  const next = [condition('A'), condition('B'), condition('C'), condition('D')];
  await write(seen, next);
  await expect(write(seen, next)).rejects.toMatchObject({ status: 409, reason: 'Conflict', message: 'status of Machine repeated changed meanwhile' });
  expect(answers).toEqual([422]);
});

test('a value that the schema refuses is no conflict: looking again would not help', async () => {
  const seen = await aMachine('refused', [condition('A'), condition('B')]);
  await expect(write(seen, [condition('A'), { ...condition('B'), reason: 'no reason!' }])).rejects.toMatchObject({ status: 422, reason: 'Invalid' });
  expect(answers).toEqual([422]);
});
