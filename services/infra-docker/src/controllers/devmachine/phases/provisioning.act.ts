import { inMemoryBootstrappedAnnotation, keyString } from '@clusterwright/api';
import { Machines } from '@clusterwright/api/core/v1beta2';
import { Nodes } from '@clusterwright/api/kubernetes';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Outcome, Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { CertificateError } from '@clusterwright/provider-kit/certificates/certificate-errors';
import { PortUnavailableError } from '../../../ports/simulated-clusters.ts';
import type { InstanceTimes } from '../../../ports/simulated-instances.ts';
import { devMachineEvents } from '../devmachine.events.ts';
import { admitted } from '../devmachine.scope.ts';
import type { DevMachineDeps, DevMachineScope } from '../devmachine.scope.ts';
import { nodeOf } from '../workload-objects.ts';
import { startApiServer, startEtcd } from './components.act.ts';
import type { Starting } from './components.act.ts';
import { isComplete, nextStartMs, planProvisioning, startBlockedBy, withFailures } from './provisioning.plan.ts';
import type { ComponentStates, ProvisioningInput, StartFailures } from './provisioning.plan.ts';

/** A Secret that lacks the label of its cluster, and a port that another process holds, are seen by no watch. */
const failureRetryMs = 10_000;

/** Starts the simulated VM, and brings up its node, etcd member and API server when their time has come. */
export function provisioning(deps: DevMachineDeps): Phase<DevMachineScope> {
  return async (scope, ctx) => {
    const now = ctx.now();
    const input = inputOf(scope, now);
    const times = startBlockedBy(input) ? undefined : timesOf(deps, scope, now);
    const planned = planProvisioning({ ...input, times });
    if (planned.vm === 'up' && !scope.simulation) return waitFor('WaitingForDevCluster', 'the endpoint of the DevCluster is not open in this process');
    // A worker's Node must not be seen before it is certain to be there again after a restart; nothing of a worker can fail to start.
    const isMarkedFirst = !scope.isControlPlane && isComplete(planned);
    if (isMarkedFirst) await markBootstrapped(deps, scope, ctx);
    const failures = scope.simulation ? await bringUp({ deps, scope, simulation: scope.simulation, states: planned }, ctx) : {};
    const states = withFailures(planned, failures);
    if (!isMarkedFirst && isComplete(states)) await markBootstrapped(deps, scope, ctx);
    return { outcome: outcomeOf(states, failures, nextStartMs(states, times, now.getTime())), observed: { states, failures } };
  };
}

function outcomeOf(states: ComponentStates, failures: StartFailures, nextMs: number | undefined): Outcome {
  const failure = failures.etcd ?? failures.apiServer;
  if (failure !== undefined) return requeueAfter(Math.min(failureRetryMs, nextMs ?? Infinity), 'InternalError', failure);
  if (nextMs !== undefined) return requeueAfter(nextMs, 'WaitingForStartupTimeout');
  return isComplete(states) ? done : waitFor(states.vm);
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

const definedAs = (component: keyof StartFailures, message: string | undefined): StartFailures => (message === undefined ? {} : { [component]: message });

/** Returns what could not be started; the others are started all the same. */
async function bringUp({ states, ...instance }: Omit<Starting, 'now' | 'log'> & { readonly states: ComponentStates }, ctx: ReconcileContext): Promise<StartFailures> {
  const { scope, simulation } = instance;
  const { devMachine, isControlPlane } = scope;
  const { machine } = admitted(scope);
  const log = ctx.log.with({ Machine: keyString(machine.metadata), Cluster: simulation.key });
  if (states.node === 'up') simulation.objects.ensure(Nodes, nodeOf(devMachine, machine, isControlPlane, ctx.now()));
  const start = async (component: 'etcd member' | 'API server', run: () => Promise<void>): Promise<string | undefined> => {
    try {
      await run();
      return undefined;
    } catch (error) {
      // Certificates and ports belong to somebody else and may come or be repaired later: the condition says which one it is.
      if (!CertificateError.is(error) && !PortUnavailableError.is(error)) throw error;
      log.error('Failing to start simulated component', { component, err: error, retryAfterMs: failureRetryMs });
      devMachineEvents(ctx.events, devMachine).startFailed(component, error);
      return error.message;
    }
  };
  const starting = { ...instance, now: ctx.now(), log };
  return {
    ...definedAs('etcd', states.etcd === 'up' ? await start('etcd member', () => startEtcd(starting)) : undefined),
    ...definedAs('apiServer', states.apiServer === 'up' ? await start('API server', () => startApiServer(starting)) : undefined),
  };
}

async function markBootstrapped({ client }: DevMachineDeps, scope: DevMachineScope, { signal, log }: ReconcileContext): Promise<void> {
  if (scope.wasBootstrapped) return;
  const { namespace, name } = admitted(scope).machine.metadata;
  log.debug('Simulated machine is up', { Machine: keyString({ namespace, name }) });
  await client.patch(Machines, { namespace, name }, { type: 'merge', body: { metadata: { annotations: { [inMemoryBootstrappedAnnotation]: '' } } } }, { signal });
}
