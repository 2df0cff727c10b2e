import { loadConnection } from '@clusterwright/kube-client/kubeconfig';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Killer } from '../chaos/killer.ts';
import { seededRandom } from '../chaos/random.ts';
import { ApiCaller } from './api-caller.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const from = kubernetesVersion('v1.35');
const to = kubernetesVersion('v1.36');
const shape = { namespace: 'e2e-upgrade', name: 'up', version: from, controlPlanes: 3, workers: 2 };
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

beforeAll(async () => {
  environment = await Environment.start('upgrade');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test(`3 + 2 machines are upgraded by a minor version while the services are killed (seed ${String(seed)}) and somebody calls the API server all the time`, async () => {
  const story = await Story.create(environment, shape);
  const killer = new Killer({ stack: environment.stack, random: seededRandom(seed), everyMs: 15_000, apiServerShare: 0.05, log: (line) => console.info(line) });
  await story.tell(async () => {
    try {
      await story.settled({ controlPlanes: 3, workers: 2 });
      const caller = new ApiCaller(loadConnection(await environment.workloadKubeconfig(shape.namespace, shape.name)));
      killer.rage();
      await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { version: to } });
      await story.controlPlaneAt(to, 3);
      await story.patch(`machinedeployment/${story.workers}`, { spec: { template: { spec: { version: to } } } });
      await story.settled({ controlPlanes: 3, workers: 2, version: to });
      await killer.rest();
      const calls = await caller.stop();
      console.info(`${String(calls.made)} calls, ${String(calls.failed.length)} failed, ${String(killer.kills)} kills\n${calls.failed.join('\n')}`);
      // One in two hundred may meet an API server in its last moment: HAProxy looks every second or two.
      expect(calls.failed.length / calls.made).toBeLessThan(0.005);
      await story.settled({ controlPlanes: 3, workers: 2, version: to });
      const kubectl = await story.workload();
      expect(await kubectl('-n', 'kube-system', 'get', 'daemonset', 'kube-proxy', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(`registry.k8s.io/kube-proxy:${to}`);
      await story.deleteAll();
    } finally {
      await killer.rest();
    }
  });
});
