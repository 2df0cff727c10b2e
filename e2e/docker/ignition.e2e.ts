import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { docker } from './docker.ts';
import { Environment } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;

/** One more unit, by Container Linux Config, and one more file. */
const ignition = {
  format: 'ignition',
  ignition: { containerLinuxConfig: { additionalConfig: 'systemd:\n  units:\n    - name: greeting.service\n      enabled: true\n      contents: |\n        [Service]\n        Type=oneshot\n        ExecStart=/bin/sh -c "cat /etc/greeting > /run/greeting"\n        [Install]\n        WantedBy=multi-user.target\n' } },
  files: [{ path: '/etc/greeting', content: 'aGVsbG8=', encoding: 'base64', permissions: '0644' }],
};
const shape = {
  namespace: 'e2e-ignition', name: 'ig', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 1,
  controlPlane: { kubeadmConfigSpec: { clusterConfiguration: { apiServer: { certSANs: ['127.0.0.1'] } }, ...ignition } },
  workerConfig: ignition,
};

beforeAll(async () => {
  const gate = ['--feature-gates=KubeadmBootstrapFormatIgnition=true'];
  environment = await Environment.start('ignition', { flags: { 'bootstrap-kubeadm': gate, 'controlplane-kubeadm': gate } });
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('machines whose bootstrap data is Ignition join, with the units and files of their configuration', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 1 });
    for (const { metadata } of [...(await story.machines('control plane')), ...(await story.machines('workers'))]) {
      expect(await docker('exec', metadata.name, 'cat', '/run/greeting')).toBe('hello');
    }
    await story.deleteAll();
  });
});
