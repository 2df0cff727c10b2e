import { aControlPlane, externalEtcd } from './kubeadm-control-plane.fixtures.ts';
import { requireValidScale } from './scale.validation.ts';

const scale = (replicas?: number) => ({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'cp', namespace: 'n' }, spec: { replicas } });

test.each([
  { replicas: 1, why: 'one is odd', controlPlane: aControlPlane(), want: undefined },
  { replicas: 5, why: 'five is odd', controlPlane: aControlPlane(), want: undefined },
  { replicas: 2, why: 'etcd would lose its quorum with one of them', controlPlane: aControlPlane(), want: 'replicas must be an odd number, unless etcd is external' },
  { replicas: 2, why: 'API servers have no quorum', controlPlane: aControlPlane({ cluster: externalEtcd }), want: undefined },
  { replicas: 0, why: 'a control plane is never without Machines', controlPlane: aControlPlane({ cluster: externalEtcd }), want: 'replicas must be greater than 0' },
  { replicas: undefined, why: 'the API leaves zero out', controlPlane: aControlPlane(), want: 'replicas must be greater than 0' },
])('requireValidScale: $replicas → $want ($why)', ({ replicas, controlPlane, want }) => {
  const check = (): void => requireValidScale(scale(replicas), controlPlane);
  if (want === undefined) expect(check).not.toThrow();
  else expect(check).toThrow(want);
});
