import type { KubeadmConfigSpec } from '../kubeadm-config-spec/kubeadm-config-spec.schema.ts';
import { defaultKubeadmConfigTemplate } from './kubeadm-config-template.defaults.ts';
import type { KubeadmConfigTemplate } from './kubeadm-config-template.schema.ts';

function aTemplate(spec: KubeadmConfigSpec, annotations: Record<string, string> = {}): KubeadmConfigTemplate {
  return { apiVersion: 'bootstrap.cluster.x-k8s.io/v1beta2', kind: 'KubeadmConfigTemplate', metadata: { name: 't', annotations }, spec: { template: { spec } } };
}
const asked = { 'topology.cluster.x-k8s.io/dry-run': '' };
const pulled = { nodeRegistration: { imagePullPolicy: 'IfNotPresent' } };

test.each([
  { name: 'a stored template', why: 'what the user means stays visible', annotations: {}, dryRun: false },
  { name: 'any other dry run', why: 'it must show what would be stored', annotations: {}, dryRun: true },
  { name: 'a write with the annotation', why: 'it is stored', annotations: asked, dryRun: false },
])('defaultKubeadmConfigTemplate leaves alone $name ($why)', ({ annotations, dryRun }) => {
  const template = aTemplate({}, annotations);
  expect(defaultKubeadmConfigTemplate(template, { dryRun })).toBe(template);
});

test('a dry run of the topology compares as if the defaults of earlier releases were there', () => {
  const template = aTemplate({ joinConfiguration: { nodeRegistration: { name: 'n' } } }, asked);
  expect(defaultKubeadmConfigTemplate(template, { dryRun: true }).spec?.template?.spec).toEqual({
    format: 'cloud-config',
    initConfiguration: pulled,
    joinConfiguration: { nodeRegistration: { name: 'n', imagePullPolicy: 'IfNotPresent' } },
  });
});

test('what the user set is kept, and an exec plugin gets its API version', () => {
  const kubeConfig = { user: { exec: { command: 'c' } } };
  const spec: KubeadmConfigSpec = {
    format: 'ignition',
    initConfiguration: { nodeRegistration: { imagePullPolicy: 'Always' } },
    joinConfiguration: { nodeRegistration: { imagePullPolicy: 'Never' }, discovery: { file: { kubeConfigPath: '/f', kubeConfig } } },
  };
  const { format, initConfiguration, joinConfiguration } = defaultKubeadmConfigTemplate(aTemplate(spec, asked), { dryRun: true }).spec?.template?.spec ?? {};
  expect([format, initConfiguration, joinConfiguration?.nodeRegistration]).toEqual(['ignition', spec.initConfiguration, { imagePullPolicy: 'Never' }]);
  expect(joinConfiguration?.discovery?.file?.kubeConfig?.user?.exec).toEqual({ command: 'c', apiVersion: 'client.authentication.k8s.io/v1' });
});
