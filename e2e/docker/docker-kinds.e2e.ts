import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { defaultLoadBalancerImage } from '../../tools/node-images/load-balancer-image.ts';
import { docker } from './docker.ts';
import { Environment, conditionOf } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const network = 'clusterwright-e2e';
const preloaded = 'clusterwright/e2e-preloaded:1';
const namespace = 'e2e-docker-kinds';

const haproxyTemplate = `# A template of this story's own.
global
  daemon
  maxconn 10000
resolvers docker
  nameserver dns 127.0.0.11:53
defaults
  mode tcp
  timeout connect 5000
  timeout client 50000
  timeout server 50000
  default-server init-addr none
frontend control-plane
  bind *:{{ .FrontendControlPlanePort }}
  default_backend kube-apiservers
backend kube-apiservers
  option httpchk GET /healthz
{{- range $server, $backend := .BackendServers }}
  server {{ $server }} {{ JoinHostPort $backend.Address $.BackendControlPlanePort }} weight {{ $backend.Weight }} check check-ssl verify none resolvers docker resolve-prefer ipv4
{{- end }}
`;

const shape = {
  namespace, name: 'dk', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1, family: 'Docker' as const,
  devCluster: {
    failureDomains: [{ name: 'north', controlPlane: true }, { name: 'south', controlPlane: false }],
    loadBalancer: { customHAProxyConfigTemplateRef: { name: 'haproxy' } },
  },
  devMachine: { preLoadImages: [preloaded] },
  workerMachine: { failureDomain: 'south' },
  alongside: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name: 'haproxy' }, data: { value: haproxyTemplate } }],
};

beforeAll(async () => {
  await forget();
  await docker('tag', defaultLoadBalancerImage, preloaded);
  await docker('network', 'create', network);
  environment = await Environment.start('docker-kinds', { env: { DOCKER_NETWORK: network } });
}, 300_000);

afterAll(async () => {
  await environment.stop();
  await forget();
});

async function forget(): Promise<void> {
  await docker('rmi', preloaded).catch(() => undefined);
  await docker('network', 'rm', network).catch(() => undefined);
}

test('a cluster of the older Docker kinds: failure domains, an HAProxy template, preloaded images, capacity and a network of choice', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    const [controlPlane] = await story.machines('control plane');
    const [worker] = await story.machines('workers');
    const names = [String(controlPlane?.metadata.name), String(worker?.metadata.name)] as const;

    expect((await story.get('cluster', 'dk')).status?.['failureDomains']).toEqual([{ name: 'north', controlPlane: true }, { name: 'south', controlPlane: false }]);
    expect([controlPlane?.spec?.['failureDomain'], worker?.spec?.['failureDomain']]).toEqual(['north', 'south']);
    expect(await Promise.all(names.map((name) => labelOf(name, 'io.x-k8s.cluster.failureDomain')))).toEqual(['north', 'south']);

    const configuration = await docker('exec', 'dk-lb', 'cat', '/usr/local/etc/haproxy/haproxy.cfg');
    expect(configuration).toContain("# A template of this story's own.");
    expect(configuration).toContain(`server ${names[0]} `);

    for (const name of names) {
      expect(conditionOf(await story.get('dockermachine', name), 'PreLoadedImagesReady')?.status).toBe('True');
      expect((await docker('exec', name, 'ctr', '--namespace', 'k8s.io', 'images', 'list', '--quiet')).split('\n')).toContain(`docker.io/${preloaded}`);
    }
    const processors = (await docker('info', '--format', '{{.NCPU}}')).trim();
    expect((await story.get('dockermachinetemplate', story.workers)).status?.['capacity']).toMatchObject({ cpu: processors, memory: expect.stringMatching(/^[1-9]/) });
    for (const name of ['dk-lb', ...names]) expect(Object.keys(JSON.parse(await docker('inspect', '--format', '{{json .NetworkSettings.Networks}}', name)) as object)).toEqual([network]);
    await story.deleteAll();
    for (const kind of ['dockerclusters', 'dockermachines']) expect(await environment.list(namespace, kind)).toEqual([]);
  });
});

async function labelOf(container: string, label: string): Promise<string> {
  return (await docker('inspect', '--format', `{{index .Config.Labels "${label}"}}`, container)).trim();
}
