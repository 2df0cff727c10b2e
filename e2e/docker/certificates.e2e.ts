import { connect } from 'node:tls';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { Environment, conditionOf } from './environment.ts';
import type { KubernetesObject } from './environment.ts';
import { Story } from './story.ts';

let environment: Environment;
const dayMs = 24 * 3600_000;
const shortLife = 30;
const renewBefore = 40;
/** What kubeadm gives where nobody says otherwise. */
const usualLife = 365;
const clusterConfiguration = { apiServer: { certSANs: ['localhost', '127.0.0.1'] } };
const shape = {
  namespace: 'e2e-certificates', name: 'ce', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 0,
  controlPlane: { kubeadmConfigSpec: { clusterConfiguration: { ...clusterConfiguration, certificateValidityPeriodDays: shortLife } } },
};
const expiryAnnotation = 'machine.cluster.x-k8s.io/certificates-expiry';

beforeAll(async () => {
  environment = await Environment.start('certificates');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('the expiry on a Machine is that of the certificate its API server shows; where it comes near, the machine is replaced, once', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    await story.settled({ controlPlanes: 1, workers: 0 });
    const first = await expiringIn(story, shortLife);

    await story.patch(`kubeadmcontrolplane/${story.controlPlane}`, {
      spec: { rollout: { before: { certificatesExpiryDays: renewBefore } }, kubeadmConfigSpec: { clusterConfiguration: { certificateValidityPeriodDays: null } } },
    });
    await story.says(`machine/${first}`, 'UpToDate False NotUpToDate', 'Certificates will expire soon');
    const second = await replacementOf(story, first);

    // The user's word on the expiry wins over what was read from the API server (it may know of a renewal by hand), and nothing else changes here.
    await story.patch(`machine/${second}`, { metadata: { annotations: { [expiryAnnotation]: new Date(Date.now() + dayMs).toISOString() } } });
    expect(await story.says(`machine/${second}`, 'UpToDate False NotUpToDate')).toBe('* Certificates will expire soon');
    const third = await replacementOf(story, second);
    expect(conditionOf(await story.get('machine', third), 'UpToDate')?.status).toBe('True');
    await story.deleteAll();
  });
});

/** Waits for the Machine that takes the place of one, and shows that its certificates are new. */
async function replacementOf(story: Story, name: string): Promise<string> {
  await eventually(async () => expect((await story.machines('control plane')).map(({ metadata }) => metadata.name)).not.toContain(name), { timeoutMs: 600_000, intervalMs: 1000 });
  await story.settled({ controlPlanes: 1, workers: 0 });
  return expiringIn(story, usualLife);
}

/** The name of the only Machine, whose certificate lives so many days from now, to the second as its status says. */
async function expiringIn(story: Story, days: number): Promise<string> {
  const [machine] = await story.machines('control plane');
  if (!machine) throw new Error('no control plane machine');
  const expiry = await shownExpiry(machine);
  expect(Date.parse(String(machine.status?.['certificatesExpiryDate']))).toBe(expiry);
  expect(Math.round((expiry - Date.now()) / dayMs)).toBe(days);
  return machine.metadata.name;
}

/** When the certificate ends that the machine's own API server shows, not the load balancer's choice of one. */
function shownExpiry({ status }: KubernetesObject): Promise<number> {
  const addresses = (status?.['addresses'] ?? []) as readonly { type: string; address: string }[];
  const host = addresses.find(({ type }) => type === 'InternalIP')?.address;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: 6443, rejectUnauthorized: false }, () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to));
      socket.end();
    });
    socket.once('error', reject);
  });
}
