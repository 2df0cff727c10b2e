import { keyOf, keyString } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import { done, findCondition, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Outcome, Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { describeEnding, ranForMs } from '../../../containers/ended-container.ts';
import { addressIn, addressesOf } from '../../../containers/ip-family.ts';
import { getOwnContainer } from '../../../containers/container-ownership.ts';
import { loadBalancerContainerName } from '../../../containers/container-names.ts';
import type { LoadBalancerPlace, LoadBalancerSpec, LoadBalancerState, Misplaced } from '../../../load-balancer/load-balancers.ts';
import { isUnreachable, isUserProblem } from '../../../engine-problem.ts';
import { ContainerEngineError } from '../../../ports/container-engine.ts';
import type { Container } from '../../../ports/container-engine.ts';
import { servedEndpointAnnotation } from '../docker-cluster-kind.ts';
import { dockerClusterEvents } from '../dockercluster.events.ts';
import type { DockerClusterDeps, DockerClusterScope } from '../dockercluster.scope.ts';
import { loadBalancerConfigRequest, loadBalancerSpec } from '../load-balancer-request.ts';

/** It served; what ended it, such as a restart of the engine, is over. */
const steadyMs = 60_000;
const takenPollMs = 30_000;

/** Runs the load balancer container at the address that clients know and keeps its configuration; what goes wrong is on the condition, and tried again. */
export function loadBalancer(deps: DockerClusterDeps): Phase<DockerClusterScope> {
  return async (scope, ctx) => {
    const { view, cluster, object } = scope;
    const failing = { deps, scope, ctx, lead: `Failed to ${view.isProvisioned ? 'look at' : 'create'} load balancer` };
    if (!cluster) throw new InvariantError('a load balancer is reconciled without its Cluster');
    try {
      const spec = loadBalancerSpec(view, cluster);
      const known = await getOwnContainer(deps.engine, loadBalancerContainerName(spec.cluster.name), spec.cluster, ctx.signal);
      const waiting = await notYet(failing, spec, known);
      if (waiting) return waiting;
      const ensured = await ensure(failing, spec, { known, address: placeOf(scope) });
      if ('outcome' in ensured) return ensured;
      const { container, misplaced } = ensured;
      const isIPv6 = spec.ipFamily === 'IPv6';
      if (addressesOf(container, isIPv6 ? 'IPv6' : 'IPv4').length === 0) {
        throw new ContainerEngineError('Refused', `load balancer IP cannot be empty: container ${container.name} does not have an associated IP address`);
      }
      // Traffic would go to a container that knows no API server otherwise, after it was made anew.
      await deps.loadBalancers.configure({ ...(await loadBalancerConfigRequest(deps.client, view, cluster)), container }, ctx.signal);
      deps.delays.reset(keyString(object.metadata));
      const observed = { loadBalancer: container, isIPv6 };
      return misplaced && hasServed(scope) ? deadEndpoint(scope, ctx, { misplaced, observed }) : { outcome: done, observed };
    } catch (error) {
      return loadBalancerFailure(failing, error);
    }
  };
}

function hasServed({ object }: DockerClusterScope): boolean {
  return object.metadata.annotations?.[servedEndpointAnnotation] !== undefined;
}

/** Before clients know of the endpoint, an address that users chose is where the load balancer may begin; afterwards it is only where it has been. */
function placeOf(scope: DockerClusterScope): string | undefined {
  const { endpoint, isProvisioned } = scope.view;
  return hasServed(scope) || !isProvisioned ? addressIn(endpoint.host ?? '') : undefined;
}

/** Serves, and not where clients look for it. Nothing tells when an address is free again. */
function deadEndpoint({ object, view }: DockerClusterScope, { log, events }: ReconcileContext, { misplaced, observed }: DeadEndpoint): PhaseResult<DockerClusterScope> {
  const problem = `The control plane endpoint does not lead to the load balancer: ${misplaced.message}`;
  if (findCondition(view.conditions, 'LoadBalancerAvailable')?.message !== problem) {
    log.error('Failing to serve at the control plane endpoint', { endpoint: view.endpoint.host, cause: misplaced.message });
    dockerClusterEvents(events, object).loadBalancerFailed(problem);
  }
  return { outcome: misplaced.isFinal ? waitFor('Misplaced', problem) : requeueAfter(takenPollMs, 'Misplaced', problem), observed: { ...observed, problem } };
}

interface DeadEndpoint {
  readonly misplaced: Misplaced;
  readonly observed: Partial<DockerClusterScope>;
}

/** The engine tells of a container that was made, could not start and was taken away, which brings us back at once. */
async function ensure(failing: Failing, spec: LoadBalancerSpec, place: LoadBalancerPlace): Promise<LoadBalancerState | Failed> {
  const { deps: { delays, loadBalancers, tasks }, scope, ctx } = failing;
  try {
    return await loadBalancers.ensure(spec, place, ctx.signal);
  } catch (error) {
    // An image that was there can be taken away: it is looked for anew.
    if (error instanceof ContainerEngineError && error.code === 'ImageNotFound') tasks.cancel(keyOf(scope.object));
    return loadBalancerFailure({ ...failing, retryAfterMs: isUnreachable(error) ? undefined : delays.failed(runSubject(scope), ctx.now()) }, error);
  }
}

function runSubject({ object }: DockerClusterScope): string {
  return `${keyString(object.metadata)} run`;
}

/** What has to come first: the image, and some time where the container ended right after it was started, or could not start. Undefined where it can run now, or does. */
async function notYet(failing: Failing, spec: LoadBalancerSpec, known: Container | undefined): Promise<PhaseResult<DockerClusterScope> | undefined> {
  const { deps: { delays }, scope, ctx } = failing;
  const subject = runSubject(scope);
  if (known?.state === 'running') return undefined;
  if (known?.state === 'restarting') return restarting(known);
  const waiting = known?.state === 'exited' ? await delayRestart(failing, known) : undefined;
  if (waiting) return waiting;
  const heldMs = delays.held(subject, ctx.now());
  // What was said of the failure still stands.
  if (heldMs > 0) return { outcome: requeueAfter(heldMs, 'LoadBalancerFailed'), observed: {} };
  return pullImage(failing, spec);
}

/** By the engine, which does so once, and tells how that ends. */
function restarting({ name }: Container): PhaseResult<DockerClusterScope> {
  const progress = `Container ${name} ended, and is started again by the engine`;
  return { outcome: waitFor('Restarting', progress), observed: { progress } };
}

/** An image that cannot run ends as often as it is started, and each time the engine tells us, which would bring us back at once. */
async function delayRestart(failing: Failing, ended: Container): Promise<PhaseResult<DockerClusterScope> | undefined> {
  const { deps: { engine, delays }, scope, ctx } = failing;
  const subject = runSubject(scope);
  if ((ranForMs(ended) ?? 0) >= steadyMs) {
    delays.reset(subject);
    return undefined;
  }
  const retryAfterMs = delays.failed(subject, ctx.now(), `${ended.id} ${ended.endedAt?.toISOString() ?? ''}`);
  if (retryAfterMs === 0) return undefined;
  const problem = await describeEnding(engine, ended, 'soon after it was started', ctx.signal);
  return loadBalancerFailure({ ...failing, retryAfterMs }, new ContainerEngineError('Refused', problem));
}

/** Removes the load balancer container. */
export function loadBalancerCleanup(deps: DockerClusterDeps): Phase<DockerClusterScope> {
  return async (scope, ctx) => {
    const { clusterKey, object } = scope;
    deps.tasks.cancel(keyOf(object));
    if (!clusterKey) return done;
    try {
      ctx.log.info('Deleting load balancer', { container: loadBalancerContainerName(clusterKey.name), reason: 'its object is deleted' });
      await deps.loadBalancers.remove(clusterKey, ctx.signal);
      return done;
    } catch (error) {
      return loadBalancerFailure({ deps, scope, ctx, lead: 'Failed to delete load balancer' }, error);
    }
  };
}

/** Pulling may take minutes: it goes on in the background. Undefined once the engine has the image. */
async function pullImage(failing: Failing, { image }: LoadBalancerSpec): Promise<PhaseResult<DockerClusterScope> | undefined> {
  const { deps, scope, ctx, lead } = failing;
  const { engine, tasks } = deps;
  if (await engine.hasImage(image, ctx.signal)) return undefined;
  const state = tasks.ensure(keyOf(scope.object), `pull ${image}`, [{ description: `Pulling image ${image}`, run: (ended) => engine.ensureImage(image, ended) }]);
  switch (state.kind) {
    case 'done':
      return undefined;
    case 'running':
      return { outcome: waitFor('PullingImage', state.progress), observed: state.lastError ? { problem: `${lead}: ${state.lastError.message}` } : { progress: state.progress } };
    case 'failed':
      return loadBalancerFailure({ ...failing, retryAfterMs: state.retryAfterMs }, state.error);
  }
}

type Failed = Exclude<PhaseResult<DockerClusterScope>, Outcome>;

export interface Failing {
  readonly deps: DockerClusterDeps;
  readonly scope: DockerClusterScope;
  readonly ctx: ReconcileContext;
  readonly lead: string;
  /** Where the time of the next try is known already. */
  readonly retryAfterMs?: number | undefined;
}

/** Only what is known to come from outside is told and tried again here; anything else is for the driver. */
export function loadBalancerFailure({ deps, scope, ctx, lead, retryAfterMs }: Failing, error: unknown): Failed {
  if (!isUserProblem(error)) throw error;
  const problem = `${lead}: ${error.message}`;
  const afterMs = retryAfterMs ?? deps.delays.failed(keyString(scope.object.metadata), ctx.now());
  ctx.log.error(lead, { err: error, retryAfterMs: afterMs });
  dockerClusterEvents(ctx.events, scope.object).loadBalancerFailed(problem);
  return { outcome: requeueAfter(afterMs, 'LoadBalancerFailed', problem), observed: { problem, isUnseen: scope.view.isProvisioned && isUnreachable(error) } };
}
