import { aMachine, aMachineSet, aTemplate } from '../../machinedeployment/machinedeployment.fixtures.ts';
import { existingMachineIntent, machineLabels, newMachineIntent } from './machine-intent.plan.ts';

const bootstrapRef = { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfig', name: 'm' };
const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachine', name: 'm' };
const owner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', name: 'md-old', uid: 'uid-md-old', controller: true, blockOwnerDeletion: true };
const labels = {
  'cluster.x-k8s.io/cluster-name': 'c',
  'cluster.x-k8s.io/deployment-name': 'md',
  'cluster.x-k8s.io/set-name': 'md-old',
  'machine-template-hash': 'md-old',
};

test('a new Machine is complete: labels, owner, finalizer, references to its own objects', () => {
  expect(newMachineIntent(aMachineSet(), { name: 'm', bootstrapRef, infrastructureRef })).toEqual({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Machine',
    metadata: { name: 'm', namespace: 'ns', labels, ownerReferences: [owner], finalizers: ['machine.cluster.x-k8s.io'] },
    spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { configRef: bootstrapRef }, infrastructureRef },
  });
});

test('a new Machine takes everything of the template but the references to templates', () => {
  const spec = { failureDomain: 'a', minReadySeconds: 0, readinessGates: [{ conditionType: 'G' }], taints: [], deletion: { nodeDrainTimeoutSeconds: 5 }, bootstrap: { dataSecretName: 's' } };
  const machineSet = aMachineSet({ spec: { template: aTemplate(spec, { labels: { a: 'b' }, annotations: { c: 'd' } }) } });
  const intent = newMachineIntent(machineSet, { name: 'm', bootstrapRef: undefined, infrastructureRef });
  expect(intent.metadata).toMatchObject({ annotations: { c: 'd' }, labels: { a: 'b', 'cluster.x-k8s.io/set-name': 'md-old', 'cluster.x-k8s.io/deployment-name': 'md' } });
  expect(intent.spec).toEqual({
    clusterName: 'c',
    version: 'v1.36.3',
    failureDomain: 'a',
    minReadySeconds: 0,
    readinessGates: [{ conditionType: 'G' }],
    deletion: { nodeDrainTimeoutSeconds: 5 },
    bootstrap: { dataSecretName: 's' },
    infrastructureRef,
  });
});

test('an existing Machine keeps identity, version, failure domain and references, and follows the rest', () => {
  const machine = aMachine({
    metadata: { name: 'm', finalizers: ['foregroundDeletion'] },
    spec: { version: 'v1', failureDomain: 'b', bootstrap: { configRef: bootstrapRef, dataSecretName: 'm' }, infrastructureRef, minReadySeconds: 3, providerID: 'p' },
  });
  const machineSet = aMachineSet({ spec: { template: aTemplate({ version: 'v2', failureDomain: 'a', deletion: { nodeDrainTimeoutSeconds: 9 } }) } });
  const intent = existingMachineIntent(machineSet, machine);
  expect(intent.metadata).toMatchObject({ name: 'm', uid: 'uid-m', finalizers: ['foregroundDeletion', 'machine.cluster.x-k8s.io'] });
  expect(intent.spec).toEqual({ clusterName: 'c', version: 'v1', failureDomain: 'b', bootstrap: { configRef: bootstrapRef }, infrastructureRef, deletion: { nodeDrainTimeoutSeconds: 9 } });
});

test('the label of the MachineSet is a hash where its name is too long for a label', () => {
  const long = `md-${'x'.repeat(61)}`;
  expect(machineLabels(aMachineSet({ metadata: { name: long } }))['cluster.x-k8s.io/set-name']).toMatch(/^hash_[\w-]{6}_z$/);
});

test('a stand-alone MachineSet has no deployment label to pass on', () => {
  const machineSet = aMachineSet({ metadata: { labels: {} }, spec: { template: aTemplate({}, { labels: {} }) } });
  expect(machineLabels(machineSet)).toEqual({ 'cluster.x-k8s.io/set-name': 'md-old' });
});
