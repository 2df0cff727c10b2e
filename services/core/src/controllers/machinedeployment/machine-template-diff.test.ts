import type { MachineTemplateSpec } from '@clusterwright/api/core/v1beta2';
import { machineTemplateUpToDate } from './machine-template-diff.ts';

type Spec = MachineTemplateSpec['spec'];

const bootstrapRef = { apiGroup: 'bootstrap.cluster.x-k8s.io', kind: 'KubeadmConfigTemplate', name: 'md' };
const infraRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'DevMachineTemplate', name: 'md' };
const template = (spec: Partial<Spec> = {}, metadata?: MachineTemplateSpec['metadata']): MachineTemplateSpec => ({
  ...(metadata ? { metadata } : {}),
  spec: { clusterName: 'c', version: 'v1.36.3', bootstrap: { configRef: bootstrapRef }, infrastructureRef: infraRef, ...spec },
});

describe('machineTemplateUpToDate', () => {
  const same = [
    { name: 'same template', why: 'nothing differs', desired: template() },
    { name: 'labels and annotations', why: 'propagated in place', desired: template({}, { labels: { a: 'b' }, annotations: { c: 'd' } }) },
    { name: 'min ready seconds', why: 'propagated in place', desired: template({ minReadySeconds: 10 }) },
    { name: 'readiness gates', why: 'propagated in place', desired: template({ readinessGates: [{ conditionType: 'Foo' }] }) },
    { name: 'deletion timeouts', why: 'propagated in place', desired: template({ deletion: { nodeDrainTimeoutSeconds: 1, nodeDeletionTimeoutSeconds: 2, nodeVolumeDetachTimeoutSeconds: 3 } }) },
    { name: 'taints', why: 'propagated in place', desired: template({ taints: [{ key: 'k', effect: 'NoSchedule', propagation: 'Always' }] }) },
    { name: 'provider ID', why: 'belongs to the Machine, never to a template', desired: template({ providerID: 'x' }) },
    { name: 'key order of references', why: 'equality is by value', desired: template({ infrastructureRef: { name: 'md', kind: 'DevMachineTemplate', apiGroup: 'infrastructure.cluster.x-k8s.io' } }) },
  ];
  test.each(same)('$name is no difference ($why)', ({ desired }) => {
    expect(machineTemplateUpToDate({ current: template(), desired })).toEqual({ upToDate: true, conditionMessages: [], logMessages: [] });
  });

  const different: { name: string; current?: MachineTemplateSpec; desired: MachineTemplateSpec; condition: string[]; log: string[] }[] = [
    { name: 'version', desired: template({ version: 'v1.37.0' }), condition: ['Version v1.36.3, v1.37.0 required'], log: ['spec.version v1.36.3, v1.37.0 required'] },
    { name: 'version unset', desired: template({ version: undefined }), condition: ['Version v1.36.3,  required'], log: ['spec.version v1.36.3,  required'] },
    {
      name: 'bootstrap template',
      desired: template({ bootstrap: { configRef: { ...bootstrapRef, name: 'md-2' } } }),
      condition: ['KubeadmConfig is not up-to-date'],
      log: ['spec.bootstrap.configRef KubeadmConfigTemplate md, KubeadmConfigTemplate md-2 required'],
    },
    {
      name: 'bootstrap template to Secret',
      desired: template({ bootstrap: { dataSecretName: 's' } }),
      condition: ['KubeadmConfig is not up-to-date'],
      log: ['spec.bootstrap.configRef KubeadmConfigTemplate md,   required'],
    },
    {
      name: 'bootstrap Secret to template',
      current: template({ bootstrap: { dataSecretName: 's' } }),
      desired: template(),
      condition: ['spec.bootstrap.dataSecretName s, nil required'],
      log: ['spec.bootstrap.dataSecretName s, nil required'],
    },
    {
      name: 'empty bootstrap Secret name',
      current: template({ bootstrap: { dataSecretName: '' } }),
      desired: template({ bootstrap: {} }),
      condition: ['spec.bootstrap.dataSecretName , nil required'],
      log: ['spec.bootstrap.dataSecretName , nil required'],
    },
    {
      name: 'infrastructure template',
      desired: template({ infrastructureRef: { ...infraRef, kind: 'OtherMachineTemplate' } }),
      condition: ['DevMachine is not up-to-date'],
      log: ['spec.infrastructureRef DevMachineTemplate md, OtherMachineTemplate md required'],
    },
    { name: 'failure domain', desired: template({ failureDomain: 'b' }), condition: ['Failure domain , b required'], log: ['spec.failureDomain , b required'] },
    {
      name: 'everything, in a fixed order',
      desired: template({ failureDomain: 'b', version: 'v2', infrastructureRef: { ...infraRef, name: 'x' }, bootstrap: {} }),
      condition: ['Version v1.36.3, v2 required', 'KubeadmConfig is not up-to-date', 'DevMachine is not up-to-date', 'Failure domain , b required'],
      log: [
        'spec.version v1.36.3, v2 required',
        'spec.bootstrap.configRef KubeadmConfigTemplate md,   required',
        'spec.infrastructureRef DevMachineTemplate md, DevMachineTemplate x required',
        'spec.failureDomain , b required',
      ],
    },
  ];
  test.each(different)('$name', ({ current = template(), desired, condition, log }) => {
    expect(machineTemplateUpToDate({ current, desired })).toEqual({ upToDate: false, conditionMessages: condition, logMessages: log });
  });
});
