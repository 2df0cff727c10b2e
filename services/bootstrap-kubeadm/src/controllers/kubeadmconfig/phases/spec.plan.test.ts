import { aCluster } from '../kubeadmconfig.fixtures.ts';
import { endpointOf, planInitSpec, planJoinSpec } from './spec.plan.ts';

const hash = 'sha256:aa';
const authority = { hashes: () => [hash], certificateData: () => 'UEVN' };
const worker = { controlPlane: false, renewToken: false };
const user = { exec: { command: 'aws' } };

const joins = [
  {
    name: 'nothing is set',
    why: 'everything comes from the cluster',
    spec: {},
    want: { fragment: { joinConfiguration: { discovery: { bootstrapToken: { apiServerEndpoint: '10.0.0.1:6443', caCertHashes: [hash] } } } }, needsToken: true },
  },
  {
    name: 'control plane machine',
    why: 'kubeadm must know that it is one',
    spec: {},
    options: { ...worker, controlPlane: true },
    want: { fragment: { joinConfiguration: { controlPlane: {}, discovery: { bootstrapToken: { apiServerEndpoint: '10.0.0.1:6443', caCertHashes: [hash] } } } }, needsToken: true },
  },
  { name: 'all is set', why: 'what the user says is respected', spec: { joinConfiguration: { discovery: { bootstrapToken: { token: 't', apiServerEndpoint: 'e', caCertHashes: ['h'] } } } }, want: { fragment: undefined, needsToken: false } },
  { name: 'all is set, renewal', why: 'only the token changes', spec: { joinConfiguration: { discovery: { bootstrapToken: { token: 't', apiServerEndpoint: 'e', caCertHashes: ['h'] } } } }, options: { ...worker, renewToken: true }, want: { fragment: undefined, needsToken: true } },
  { name: 'no CA certificate at all', why: 'kubeadm wants to be told', spec: {}, authority: { ...authority, hashes: () => [] }, want: { fragment: { joinConfiguration: { discovery: { bootstrapToken: { apiServerEndpoint: '10.0.0.1:6443', unsafeSkipCAVerification: true } } } } } },
  { name: 'file of the user', why: 'nothing is known about it', spec: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f' } } } }, want: { fragment: undefined, needsToken: false } },
  {
    name: 'file with a kubeconfig',
    why: 'server and CA come from the cluster',
    spec: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f', kubeConfig: { user } } } } },
    want: { fragment: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f', kubeConfig: { user, cluster: { server: 'https://10.0.0.1:6443', certificateAuthorityData: 'UEVN' } } } } } }, needsToken: false },
  },
];

test.each(joins)('planJoinSpec: $name ($why)', ({ spec, options = worker, want, ...given }) => {
  expect(planJoinSpec(spec, aCluster(), given.authority ?? authority, options)).toMatchObject({ step: 'complete', ...want });
});

test.each([
  { name: 'token', spec: {} },
  { name: 'file', spec: { joinConfiguration: { discovery: { file: { kubeConfigPath: '/f', kubeConfig: { user } } } } } },
])('planJoinSpec waits for an endpoint: discovery by $name', ({ spec }) => {
  expect(planJoinSpec(spec, aCluster({ endpoint: false }), authority, worker)).toEqual({ step: 'waitForEndpoint' });
});

test('planInitSpec takes the endpoint of the cluster unless the user named one', () => {
  expect(planInitSpec({}, aCluster())).toMatchObject({ fragment: { clusterConfiguration: { controlPlaneEndpoint: '10.0.0.1:6443' } } });
  expect(planInitSpec({ clusterConfiguration: { controlPlaneEndpoint: 'mine:1' } }, aCluster())).toMatchObject({ fragment: undefined });
  expect(planInitSpec({}, aCluster({ endpoint: false }))).toMatchObject({ step: 'complete', fragment: undefined });
});

test.each([
  { host: 'example.org', want: 'example.org:6443' },
  { host: 'fd00::1', want: '[fd00::1]:6443' },
])('endpointOf: $want', ({ host, want }) => {
  const cluster = aCluster();
  expect(endpointOf({ ...cluster, spec: { ...cluster.spec, controlPlaneEndpoint: { host, port: 6443 } } })).toBe(want);
});
