import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@clusterwright/test-env';
import { kubernetesVersion } from '../../tools/node-images/programs.ts';
import { docker } from './docker.ts';
import { Environment, conditionOf } from './environment.ts';
import { healthCheck } from './health-check.ts';
import { Story } from './story.ts';

let environment: Environment;
const shape = { namespace: 'e2e-remediation-limits', name: 'rl', version: kubernetesVersion('v1.36'), controlPlanes: 1, workers: 2 };
const waiting = { timeoutMs: 300_000, intervalMs: 1000 };
/** Long enough for a remediation, were it to happen. */
const remediationMs = 15_000;

beforeAll(async () => {
  environment = await Environment.start('remediation-limits');
}, 300_000);

afterAll(async () => {
  await environment.stop();
});

test('too many unhealthy machines are left alone until the limit is raised, and so is the only control plane machine', async () => {
  const story = await Story.create(environment, shape);
  await story.tell(async () => {
    const workers = { 'cluster.x-k8s.io/deployment-name': story.workers };
    await environment.apply([healthCheck(shape, 'workers', workers, { unhealthyLessThanOrEqualTo: '40%' }), healthCheck(shape, 'control-plane', { 'cluster.x-k8s.io/control-plane': '' })]);
    await story.settled({ controlPlanes: 1, workers: 2 });
    await shortCircuit(story);
    await story.settled({ controlPlanes: 1, workers: 2 });
    await onlyControlPlane(story);
    await story.settled({ controlPlanes: 1, workers: 2 });
    await story.deleteAll();
  });
});

/** One of two is more than two fifths: the fault may be elsewhere. */
async function shortCircuit(story: Story): Promise<void> {
  const before = await names(story, 'workers');
  const [lost = ''] = before;
  await docker('kill', lost);
  await story.says('machinehealthcheck/workers', 'RemediationAllowed False TooManyUnhealthy', '(total: 2, unhealthy: 1, maxUnhealthy: 40%)');
  await story.says(`machine/${lost}`, 'HealthCheckSucceeded False UnhealthyNode', 'Ready');
  await sleep(remediationMs);
  expect(conditionOf(await story.get('machine', lost), 'OwnerRemediated')).toBeUndefined();
  expect(await names(story, 'workers')).toEqual(before);

  await story.patch('machinehealthcheck/workers', { spec: { remediation: { triggerIf: { unhealthyLessThanOrEqualTo: '50%' } } } });
  await eventually(async () => expect(await names(story, 'workers')).not.toContain(lost), waiting);
  await story.says('machinehealthcheck/workers', 'RemediationAllowed True RemediationAllowed');
}

/** Its kubelet is silent, its API server still answers; with the machine, everything would go. */
async function onlyControlPlane(story: Story): Promise<void> {
  const before = await names(story, 'control plane');
  const [machine = ''] = before;
  await docker('exec', machine, 'systemctl', 'stop', 'kubelet');
  await story.says(`machine/${machine}`, 'OwnerRemediated False CannotBeRemediated', "KubeadmControlPlane can't remediate if current replicas are less or equal to 1");
  await sleep(remediationMs);
  expect(await names(story, 'control plane')).toEqual(before);

  await docker('exec', machine, 'systemctl', 'start', 'kubelet');
  await story.says(`machine/${machine}`, 'HealthCheckSucceeded True HealthCheckSucceeded');
  await eventually(async () => expect(conditionOf(await story.get('machine', machine), 'OwnerRemediated')).toBeUndefined(), waiting);
  expect(await names(story, 'control plane')).toEqual(before);
}

async function names(story: Story, of: 'control plane' | 'workers'): Promise<string[]> {
  return (await story.machines(of)).map(({ metadata }) => metadata.name);
}
