import { inMemoryBootstrappedAnnotation } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { Nodes, Pods, Secrets } from '@clusterwright/api/kubernetes';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { certificateOf } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import { clusterSecretName } from '@clusterwright/provider-kit/certificates/purposes';
import type { CertificatePurpose } from '@clusterwright/provider-kit/certificates/purposes';
import type { SigningPair } from '@clusterwright/provider-kit/certificates/signing';
import type { SimulatedCluster } from '../../../ports/simulated-clusters.ts';
import type { InstanceTimes } from '../../../ports/simulated-instances.ts';
import { admitted } from '../devmachine.scope.ts';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { kubeadmObjects, nodeOf, staticPod, staticPodName } from '../workload-objects.ts';
import { isComplete, nextStartMs, planProvisioning, startBlockedBy } from './provisioning.plan.ts';
import type { ComponentStates, ProvisioningInput } from './provisioning.plan.ts';

/** Starts the simulated VM, and brings up its node, etcd member and API server when their time has come. */
export function provisioning(deps: DevMachineDeps): Phase<DevMachineScope> {
  return async (scope, ctx) => {
    const { devMachine, simulation } = scope;
    const now = ctx.now();
    const input = inputOf(scope, now);
    const times = startBlockedBy(input) ? undefined : timesOf(deps, scope, now);
    const states = planProvisioning({ ...input, times });
    if (states.vm === 'up' && !simulation) return { outcome: waitFor('WaitingForDevCluster', 'the endpoint of the DevCluster is not open yet'), observed: {} };
    if (simulation) {
      const failed = await bringUp(deps, scope, simulation, states, ctx);
      if (failed) return { outcome: requeueAfter(1000, 'InternalError', failed.message), observed: { states: { ...states, [failed.component]: 'InternalError' } } };
    }
    const afterMs = nextStartMs(states, times, now.getTime());
    if (afterMs !== undefined) return { outcome: requeueAfter(afterMs, 'WaitingForStartupTimeout'), observed: { states } };
    if (!isComplete(states)) return { outcome: waitFor(states.vm), observed: { states } };
    await markBootstrapped(deps, scope, ctx);
    ctx.log.debug('Simulated machine is up', { DevMachine: devMachine.metadata.name });
    return { outcome: done, observed: { states } };
  };
}

function inputOf(scope: DevMachineScope, now: Date): ProvisioningInput {
  const { machine, cluster } = admitted(scope);
  const { infrastructureProvisioned, controlPlaneInitialized } = cluster.status?.initialization ?? {};
  return {
    isControlPlane: scope.isControlPlane,
    clusterInfrastructureProvisioned: infrastructureProvisioned === true,
    controlPlaneInitialized: controlPlaneInitialized === true,
    hasBootstrapData: machine.spec.bootstrap.dataSecretName !== undefined,
    times: undefined,
    nowMs: now.getTime(),
  };
}

/** A machine that was up before this process started is up at once. */
function timesOf({ instances }: DevMachineDeps, { devMachine, wasBootstrapped }: DevMachineScope, now: Date): InstanceTimes {
  return wasBootstrapped ? { vm: 0, node: 0, etcd: 0, apiServer: 0 } : instances.ensure(devMachine, now);
}

type Failure = { readonly component: keyof ComponentStates; readonly message: string };

async function bringUp(deps: DevMachineDeps, scope: DevMachineScope, simulation: SimulatedCluster, states: ComponentStates, ctx: ReconcileContext): Promise<Failure | undefined> {
  const { devMachine, isControlPlane } = scope;
  const { machine } = admitted(scope);
  if (states.node === 'up') simulation.objects.ensure(Nodes, nodeOf(devMachine, machine, isControlPlane, ctx.now()));
  if (!isControlPlane) return undefined;
  try {
    if (states.etcd === 'up') await startEtcd(deps, scope, simulation, ctx);
    if (states.apiServer === 'up') await startApiServer(deps, scope, simulation, ctx);
    return undefined;
  } catch (error) {
    if (!CertificateError.is(error)) throw error;
    // Certificates belong to somebody else and may come or be repaired later: the condition names the Secret.
    ctx.log.error('Failing to start a simulated component', { err: error });
    return { component: states.apiServer === 'up' ? 'apiServer' : 'etcd', message: error.message };
  }
}

async function startEtcd(deps: DevMachineDeps, scope: DevMachineScope, simulation: SimulatedCluster, ctx: ReconcileContext): Promise<void> {
  const { devMachine } = scope;
  if (simulation.hasEtcdMember(staticPodName('etcd', devMachine))) return;
  ctx.log.info('Starting simulated etcd member', { reason: 'startup delay is over' });
  await simulation.addEtcdMember({ pod: staticPod('etcd', devMachine), memberUid: devMachine.metadata.uid ?? devMachine.metadata.name, ca: await authorityOf(deps, scope, 'etcd') });
}

async function startApiServer(deps: DevMachineDeps, scope: DevMachineScope, simulation: SimulatedCluster, ctx: ReconcileContext): Promise<void> {
  const { devMachine } = scope;
  const version = admitted(scope).machine.spec.version ?? '';
  if (!simulation.hasApiServer(staticPodName('kube-apiserver', devMachine))) {
    ctx.log.info('Starting simulated API server', { reason: 'startup delay is over' });
    await simulation.addApiServer({ pod: staticPod('kube-apiserver', devMachine), version, ca: await authorityOf(deps, scope, 'ca') });
  }
  for (const component of ['kube-scheduler', 'kube-controller-manager']) simulation.objects.ensure(Pods, staticPod(component, devMachine));
  for (const { resource, object } of kubeadmObjects(version)) simulation.objects.ensure(resource, object);
}

async function authorityOf({ client }: DevMachineDeps, scope: DevMachineScope, purpose: CertificatePurpose): Promise<SigningPair> {
  const { cluster } = admitted(scope);
  const key = { namespace: cluster.metadata.namespace, name: clusterSecretName(cluster.metadata.name, purpose) };
  const secret = await client.get(Secrets, key);
  if (!secret) throw new CertificateError('Missing', `Secret ${key.namespace}/${key.name} is not there yet`);
  const pair = certificateOf(secret);
  if (pair.key === undefined) throw new CertificateError('MissingKey', `Secret ${key.namespace}/${key.name} has no tls.key: the simulation cannot sign without it`);
  return { cert: pair.cert, key: pair.key };
}

async function markBootstrapped({ client }: DevMachineDeps, scope: DevMachineScope, { signal }: ReconcileContext): Promise<void> {
  if (scope.wasBootstrapped) return;
  const { namespace, name } = admitted(scope).machine.metadata;
  await client.patch(Machines, { namespace, name }, { type: 'merge', body: { metadata: { annotations: { [inMemoryBootstrappedAnnotation]: '' } } } }, { signal });
}
