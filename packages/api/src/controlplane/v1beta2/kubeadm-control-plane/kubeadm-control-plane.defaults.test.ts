import { defaultKubeadmControlPlane } from './kubeadm-control-plane.defaults.ts';
import type { KubeadmControlPlaneSpec } from './kubeadm-control-plane.schema.ts';
import type { ReceivedPart } from '../../../received.ts';

const head = { apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2', kind: 'KubeadmControlPlane', metadata: { name: 'cp' } };
const rollout = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
const defaulted = (spec?: ReceivedPart<KubeadmControlPlaneSpec>) => defaultKubeadmControlPlane(spec ? { ...head, spec } : head).spec;

test.each([
  { name: 'a minimal one', why: 'one replica, replaced by one more', spec: { version: 'v1.36.3' }, want: { replicas: 1, version: 'v1.36.3', rollout } },
  { name: 'a version without v', why: 'both forms are common', spec: { replicas: 3, version: '1.36.3' }, want: { replicas: 3, version: 'v1.36.3', rollout } },
  { name: 'no replicas wanted', why: 'validation says why not', spec: { replicas: 0, version: 'v1.36.3' }, want: { replicas: 0, version: 'v1.36.3', rollout } },
  { name: 'nothing at all', why: 'the schema says what is missing', spec: undefined, want: { replicas: 1, version: 'v', rollout } },
])('defaultKubeadmControlPlane: $name ($why)', ({ spec, want }) => {
  expect(defaulted(spec)).toEqual(want);
});

test('what is beside the default stays: scale-in rollouts, times, reasons', () => {
  const given = { before: { certificatesExpiryDays: 21 }, strategy: { type: 'RollingUpdate' as const, rollingUpdate: { maxSurge: 0 } } };
  expect(defaulted({ version: 'v1.36.3', rollout: given })?.rollout).toEqual(given);
});

test('there is only one strategy, so that any other becomes it', () => {
  expect(defaulted({ version: 'v1.36.3', rollout: { strategy: { type: 'OnDelete' as 'RollingUpdate' } } })?.rollout).toEqual(rollout);
});
