import { aMachineDeployment, aMachineSet, aTemplate, bootstrapRef, infrastructureRef } from '../machinedeployment.fixtures.ts';
import { machineSetIntent, machineSetName } from './machine-set-intent.plan.ts';
import type { IntentInput } from './machine-set-intent.plan.ts';
import { fnv1a32, templateHash } from './template-hash.plan.ts';

const input = (more: Partial<IntentInput> = {}): IntentInput => ({
  machineDeployment: aMachineDeployment({ metadata: { annotations: { bench: 'plain' } } }),
  current: undefined,
  suffix: 'abcde',
  replicas: 3,
  revisionAnnotations: { 'machinedeployment.clusters.x-k8s.io/revision': '1' },
  disableMachineCreate: false,
  ...more,
});

describe('machineSetIntent', () => {
  test('a new MachineSet is complete: names, labels, owner, finalizer and spec', () => {
    const unique = `${String(templateHash(aTemplate()))}-abcde`;
    const labels = { 'cluster.x-k8s.io/cluster-name': 'c', 'cluster.x-k8s.io/deployment-name': 'md', 'machine-template-hash': unique };
    expect(machineSetIntent(input())).toEqual({
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'MachineSet',
      metadata: {
        name: 'md-abcde',
        namespace: 'ns',
        labels,
        annotations: {
          bench: 'plain',
          'cluster.x-k8s.io/disable-machine-create': 'false',
          'machinedeployment.clusters.x-k8s.io/desired-replicas': '3',
          'machinedeployment.clusters.x-k8s.io/max-replicas': '4',
          'machinedeployment.clusters.x-k8s.io/revision': '1',
        },
        ownerReferences: [{ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDeployment', name: 'md', uid: 'uid-md', controller: true, blockOwnerDeletion: true }],
        finalizers: ['cluster.x-k8s.io/machineset'],
      },
      spec: {
        clusterName: 'c',
        replicas: 3,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { configRef: bootstrapRef }, infrastructureRef } },
      },
    });
  });

  test('annotations that are the business of the MachineDeployment stay with it', () => {
    const own = {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'machinedeployment.clusters.x-k8s.io/revision': '9',
      'machinedeployment.clusters.x-k8s.io/revision-history': '8',
      'cluster.x-k8s.io/conversion-data': '{}',
    };
    const { annotations } = machineSetIntent(input({ machineDeployment: aMachineDeployment({ metadata: { annotations: own } }), revisionAnnotations: {} })).metadata;
    expect(Object.keys(annotations ?? {}).sort()).toEqual([
      'cluster.x-k8s.io/disable-machine-create',
      'machinedeployment.clusters.x-k8s.io/desired-replicas',
      'machinedeployment.clusters.x-k8s.io/max-replicas',
    ]);
  });

  test('an existing MachineSet keeps identity, finalizers and rollout fields, and follows the rest', () => {
    const current = aMachineSet({ metadata: { finalizers: ['cluster.x-k8s.io/machineset', 'foregroundDeletion'] }, spec: { template: aTemplate({ version: 'v1', minReadySeconds: 5, taints: [{ key: 'k', effect: 'NoSchedule', propagation: 'Always' }] }) } });
    const machineDeployment = aMachineDeployment({
      spec: {
        machineNaming: { template: '{{ .random }}' },
        deletion: { order: 'Oldest' },
        selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'e', operator: 'Exists' }] },
        template: aTemplate(
          { version: 'v2', minReadySeconds: 0, readinessGates: [{ conditionType: 'Gate' }], deletion: { nodeDrainTimeoutSeconds: 7 } },
          { labels: { team: 'x' }, annotations: { note: 'y' } },
        ),
      },
    });
    const { metadata, spec } = machineSetIntent(input({ machineDeployment, current }));
    expect(metadata).toMatchObject({ name: 'md-old', uid: 'uid-md-old', finalizers: ['cluster.x-k8s.io/machineset', 'foregroundDeletion'] });
    expect(metadata.labels).toEqual({ team: 'x', 'machine-template-hash': 'md-old', 'cluster.x-k8s.io/deployment-name': 'md' });
    expect(spec).toEqual({
      clusterName: 'c',
      replicas: 3,
      selector: { matchLabels: { a: 'b', 'machine-template-hash': 'md-old' }, matchExpressions: [{ key: 'e', operator: 'Exists' }] },
      deletion: { order: 'Oldest' },
      machineNaming: { template: '{{ .random }}' },
      template: {
        metadata: { labels: { team: 'x', 'machine-template-hash': 'md-old' }, annotations: { note: 'y' } },
        spec: {
          clusterName: 'c',
          version: 'v1',
          bootstrap: { configRef: bootstrapRef },
          infrastructureRef,
          minReadySeconds: 0,
          readinessGates: [{ conditionType: 'Gate' }],
          deletion: { nodeDrainTimeoutSeconds: 7 },
        },
      },
    });
  });

  test('a MachineSet that lost its unique label is refused', () => {
    expect(() => machineSetIntent(input({ current: aMachineSet({ metadata: { labels: {} } }) }))).toThrow(expect.objectContaining({ code: 'Terminal' }));
  });
});

test('machineSetName cuts long names so that 63 characters are left', () => {
  expect(machineSetName('md', 'abcde')).toBe('md-abcde');
  expect(machineSetName('m'.repeat(57), 'abcde')).toBe(`${'m'.repeat(57)}-abcde`);
  expect(machineSetName('m'.repeat(63), 'abcde')).toBe(`${'m'.repeat(58)}abcde`);
});

test('templateHash depends on rollout fields only, and not on the order of keys', () => {
  const hash = templateHash(aTemplate());
  expect(templateHash(aTemplate({ minReadySeconds: 3 }, { labels: { a: 'b' } }))).toBe(hash);
  expect(templateHash(aTemplate({ infrastructureRef: { name: 'md', kind: 'DevMachineTemplate', apiGroup: 'infrastructure.cluster.x-k8s.io' } }))).toBe(hash);
  expect(templateHash(aTemplate({ version: 'v2' }))).not.toBe(hash);
  // Published test vectors of FNV-1a.
  expect([fnv1a32(''), fnv1a32('a'), fnv1a32('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
});
