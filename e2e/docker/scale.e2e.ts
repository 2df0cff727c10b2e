import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment } from './environment.ts';
import { etcdMembers } from './etcd.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-scale', name: 'sc', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1 };

beforeAll(async () => {
  environment = await Environment.start('scale');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('1 + 1 machines become 3 + 2 and 1 + 1 again; etcd follows', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { replicas: 3 } });
    await story.patch(`machinedeployment/${story.workers}`, { spec: { replicas: 2 } });
    await story.settled({ controlPlanes: 3, workers: 2 });
    expect(await etcdMembers(story)).toHaveLength(3);
    await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, { spec: { replicas: 1 } });
    await story.patch(`machinedeployment/${story.workers}`, { spec: { replicas: 1 } });
    await story.settled({ controlPlanes: 1, workers: 1 });
    expect(await etcdMembers(story)).toHaveLength(1);
    const kubectl = await story.workload();
    expect((await kubectl('get', 'nodes', '-o', 'name')).split('\n').filter(Boolean)).toHaveLength(2);
    await story.deleteAll();
  });
});
