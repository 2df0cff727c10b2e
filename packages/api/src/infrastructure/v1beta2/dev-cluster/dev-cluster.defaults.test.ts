import type { Received } from '../../../received.ts';
import type { DevCluster } from './dev-cluster.schema.ts';
import { defaultDevCluster, defaultDevClusterSpec } from './dev-cluster.defaults.ts';

const docker = { docker: { loadBalancer: {} } };
const endpoint = { host: 'h', port: 8443 };

type Spec = Parameters<typeof defaultDevClusterSpec>[0];

const cases: readonly { name: string; why: string; spec: Spec; want: Spec }[] = [
  { name: 'nothing', why: 'docker at its port', spec: {}, want: { controlPlaneEndpoint: { port: 6443 }, backend: docker } },
  { name: 'an endpoint, no backend', why: 'the port stays', spec: { controlPlaneEndpoint: endpoint }, want: { controlPlaneEndpoint: endpoint, backend: docker } },
  { name: 'a host without a port', why: 'only the port is missing', spec: { controlPlaneEndpoint: { host: 'h', port: 0 }, backend: docker }, want: { controlPlaneEndpoint: { host: 'h', port: 6443 }, backend: docker } },
  { name: 'a simulated cluster', why: 'it chooses its port itself', spec: { backend: { inMemory: {} } }, want: { backend: { inMemory: {} } } },
  { name: 'everything', why: 'nothing is missing, so nothing is added', spec: { controlPlaneEndpoint: endpoint, backend: { docker: {} } }, want: { controlPlaneEndpoint: endpoint, backend: { docker: {} } } },
  {
    name: 'failure domains',
    why: 'control planes are opt-in',
    spec: { controlPlaneEndpoint: endpoint, backend: { docker: { failureDomains: [{ name: 'a' }, { name: 'b', controlPlane: true }] } } },
    want: { controlPlaneEndpoint: endpoint, backend: { docker: { loadBalancer: {}, failureDomains: [{ name: 'a', controlPlane: false }, { name: 'b', controlPlane: true }] } } },
  },
  {
    name: 'both backends',
    why: 'the schema refuses them; docker has its defaults',
    spec: { backend: { docker: { loadBalancer: { imageTag: 't' } }, inMemory: {} } },
    want: { controlPlaneEndpoint: { port: 6443 }, backend: { docker: { loadBalancer: { imageTag: 't' } }, inMemory: {} } },
  },
];

test.each(cases)('defaultDevClusterSpec: $name ($why)', ({ spec, want }) => {
  expect(defaultDevClusterSpec(spec)).toEqual(want);
});

test('a DevCluster may come without spec', () => {
  const cluster: Received<DevCluster> = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevCluster', metadata: { name: 'c' } };
  expect(defaultDevCluster(cluster)).toEqual({ ...cluster, spec: { controlPlaneEndpoint: { port: 6443 }, backend: docker } });
});
