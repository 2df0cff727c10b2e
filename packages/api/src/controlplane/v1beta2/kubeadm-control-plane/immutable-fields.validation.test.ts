import { validateImmutableFields } from './immutable-fields.validation.ts';
import { aControlPlane } from './kubeadm-control-plane.fixtures.ts';
import type { KubeadmControlPlane } from './kubeadm-control-plane.schema.ts';

const kubeadm = 'spec.kubeadmConfigSpec';
const join = { joinConfiguration: { nodeRegistration: { name: 'n' }, timeouts: { discoverySeconds: 5 } } };

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next: KubeadmControlPlane;
  readonly previous: KubeadmControlPlane;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'labels and annotations', why: 'metadata is free', previous: aControlPlane(), next: aControlPlane({ metadata: { labels: { a: 'b' }, annotations: { 'a.b/c': 'd' } } }), want: [] },
  { name: 'replicas and version', why: 'scale and upgrade', previous: aControlPlane(), next: aControlPlane({ spec: { replicas: 5, version: 'v1.37.0' } }), want: [] },
  { name: 'an added file', why: 'new Machines get it', previous: aControlPlane(), next: aControlPlane({ kubeadm: { files: [{ path: '/a', content: 'x' }] } }), want: [] },
  { name: 'arguments of the API server', why: 'a rollout brings them', previous: aControlPlane({ cluster: {} }), next: aControlPlane({ cluster: { apiServer: { extraArgs: [{ name: 'v', value: '2' }] } } }), want: [] },
  { name: 'a removed part that is free', why: 'removing is a change like others', previous: aControlPlane({ cluster: { dns: { imageTag: 'v1.12.1' }, clusterName: 'c' } as object }), next: aControlPlane({ cluster: { clusterName: 'c' } as object }), want: [] },
  { name: 'an added configuration to join', why: 'all that was added is free', previous: aControlPlane(), next: aControlPlane({ kubeadm: join }), want: [] },
  { name: 'a removed configuration to join', why: 'as a whole it is not free', previous: aControlPlane({ kubeadm: join }), next: aControlPlane(), want: [`${kubeadm}.joinConfiguration`] },
  { name: 'the removed kubeadm configuration', why: 'as a whole it is not free', previous: aControlPlane({ kubeadm: join }), next: aControlPlane({ spec: { kubeadmConfigSpec: undefined } }), want: [kubeadm] },
  { name: 'the endpoint', why: 'it is in all certificates and kubeconfigs', previous: aControlPlane({ cluster: {} }), next: aControlPlane({ cluster: { controlPlaneEndpoint: 'h:6443' } }), want: [`${kubeadm}.clusterConfiguration.controlPlaneEndpoint`] },
  {
    name: 'the validity of the CA, among other changes',
    why: 'it exists already',
    previous: aControlPlane({ cluster: { caCertificateValidityPeriodDays: 10 } }),
    next: aControlPlane({ spec: { replicas: 1 }, cluster: { caCertificateValidityPeriodDays: 20, certificateValidityPeriodDays: 5 } }),
    want: [`${kubeadm}.clusterConfiguration.caCertificateValidityPeriodDays`],
  },
];

test.each(cases)('validateImmutableFields: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateImmutableFields(next, previous)).toEqual(want.map((field) => ({ field, type: 'Forbidden', detail: 'cannot be changed' })));
});
