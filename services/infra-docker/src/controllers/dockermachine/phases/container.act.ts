import { keyOf, keyString } from '@clusterwright/api';
import { done, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { describeEnding } from '../../../containers/ended-container.ts';
import { nodeImageFor } from '../../../containers/node-image.ts';
import type { NodeImageChoice } from '../../../containers/node-image.ts';
import { getOwnContainer } from '../../../containers/container-ownership.ts';
import { isUnreachable } from '../../../engine-problem.ts';
import { ContainerEngineError } from '../../../ports/container-engine.ts';
import type { Container } from '../../../ports/container-engine.ts';
import { dockerMachineEvents } from '../dockermachine.events.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope, Stated } from '../dockermachine.scope.ts';
import { nodeContainer, notProvisioned, planContainer } from './container.plan.ts';
import { machineProblem } from './machine-problem.ts';
import type { Failing } from './machine-problem.ts';

type Result = PhaseResult<DockerMachineScope>;
type Provisioned = Stated<'ContainerProvisioned'>;

const provisioned: Provisioned = { type: 'ContainerProvisioned', status: 'True', reason: 'Provisioned' };

/** Looks at the container of the machine, and makes it where it is time for that. */
export function container(deps: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    try {
      return await ensureContainer(deps, scope, ctx);
    } catch (error) {
      return failure({ deps, scope, ctx, lead: leadOf(scope) }, error);
    }
  };
}

function leadOf({ view, containerName = '' }: DockerMachineScope): string {
  return `Failed to ${view.providerID === undefined ? 'create' : 'look at'} container ${containerName}`;
}

function failure(failing: Failing, error: unknown): Result {
  const { deps, scope } = failing;
  // An image that was there can be taken away: it is looked for anew.
  if (error instanceof ContainerEngineError && error.code === 'ImageNotFound') deps.tasks.cancel(keyOf(scope.object));
  const { message, isUnreachable: cannotSee, outcome } = machineProblem(failing, error);
  return { outcome, observed: { provisioned: cannotSee && scope.view.providerID !== undefined ? unseen(message) : notProvisioned(message) } };
}

/** A machine that was complete may well be running: nobody can see it. */
function unseen(message: string): Provisioned {
  return { type: 'ContainerProvisioned', status: 'Unknown', reason: 'EngineUnreachable', message };
}

async function ensureContainer(deps: DockerMachineDeps, scope: DockerMachineScope, ctx: ReconcileContext): Promise<Result> {
  const { clusterKey, containerName } = admitted(scope);
  const known = await getOwnContainer(deps.engine, containerName, clusterKey, ctx.signal);
  const plan = planContainer({ ...scope, container: known });
  switch (plan.step) {
    case 'keep':
      return found(deps, scope, known);
    case 'wait':
    case 'lost':
      return { outcome: waitFor(plan.condition.reason, plan.condition.message), observed: { provisioned: plan.condition, container: known } };
    case 'ended':
      return retryEnded(deps, scope, plan.container, ctx);
    case 'replace':
      return replace({ deps, scope, ctx }, known?.state ?? '');
    case 'create':
      return create(deps, scope, ctx);
  }
}

/** Not at once: every try makes a container and tells the engine's watchers, who would bring us back here without a pause. */
async function retryEnded(deps: DockerMachineDeps, scope: DockerMachineScope, ended: Container, ctx: ReconcileContext): Promise<Result> {
  const retryAfterMs = deps.delays.failed(systemSubject(scope), ctx.now(), ended.id);
  if (retryAfterMs === 0) return replace({ deps, scope, ctx }, ended.state);
  const message = await describeEnding(deps.engine, ended, 'before the machine was up', ctx.signal);
  ctx.log.error('Failing to start a machine', { container: ended.name, exitCode: ended.exitCode, retryAfterMs });
  dockerMachineEvents(ctx.events, scope.object).containerFailed(message);
  return { outcome: requeueAfter(retryAfterMs, 'ContainerEnded', message), observed: { provisioned: notProvisioned(message), container: ended } };
}

async function replace({ deps, scope, ctx }: Omit<Failing, 'lead'>, state: string): Promise<Result> {
  const { containerName } = admitted(scope);
  ctx.log.info('Deleting container', { container: containerName, reason: `it does not run: ${state}` });
  await deps.engine.remove(containerName, ctx.signal);
  return create(deps, scope, ctx);
}

function found({ delays }: DockerMachineDeps, scope: DockerMachineScope, container: Container | undefined): Result {
  delays.reset(keyString(scope.object.metadata));
  return { outcome: done, observed: { container, provisioned } };
}

async function create(deps: DockerMachineDeps, scope: DockerMachineScope, ctx: ReconcileContext): Promise<Result> {
  const { containerName } = admitted(scope);
  const subject = systemSubject(scope);
  const heldMs = deps.delays.held(subject, ctx.now());
  // What was said of the failure still stands.
  if (heldMs > 0) return { outcome: requeueAfter(heldMs, 'ContainerFailed'), observed: {} };
  const images = nodeImageFor(scope.input.version, scope.view.docker.customImage);
  const image = await availableImage(deps, images, ctx.signal);
  if (image === undefined) {
    const pulled = pull(deps, scope, ctx, images[0]);
    if (pulled) return pulled;
  }
  ctx.log.info('Creating container', { container: containerName, image: image ?? images[0], reason: 'the machine has none' });
  try {
    const created = await deps.engine.run(nodeContainer(scope, image ?? images[0], deps.network), ctx.signal);
    return found(deps, scope, created);
  } catch (error) {
    // The engine tells of a container that was made, could not start and was taken away, which brings us back at once.
    const retryAfterMs = isUnreachable(error) ? undefined : deps.delays.failed(subject, ctx.now());
    return failure({ deps, scope, ctx, lead: leadOf(scope), retryAfterMs }, error);
  }
}

/** Of what comes before the system in the container is up, which begins the delays anew. */
function systemSubject({ object }: DockerMachineScope): string {
  return `${keyString(object.metadata)} system`;
}

async function availableImage({ engine }: DockerMachineDeps, images: NodeImageChoice, signal: AbortSignal): Promise<string | undefined> {
  for (const image of images) if (await engine.hasImage(image, signal)) return image;
  return undefined;
}

/** Pulling may take minutes: it goes on in the background. Undefined once it is done. */
function pull(deps: DockerMachineDeps, scope: DockerMachineScope, ctx: ReconcileContext, image: string): Result | undefined {
  const state = deps.tasks.ensure(keyOf(scope.object), `pull ${image}`, [{ description: `Pulling image ${image}`, run: (ended) => deps.engine.ensureImage(image, ended) }]);
  const lead = `Failed to create container ${scope.containerName ?? ''}`;
  switch (state.kind) {
    case 'done':
      return undefined;
    case 'running':
      return { outcome: waitFor('PullingImage', state.progress), observed: { provisioned: notProvisioned(state.lastError ? `${lead}: ${state.lastError.message}` : state.progress) } };
    case 'failed': {
      const { message, outcome } = machineProblem({ deps, scope, ctx, lead, retryAfterMs: state.retryAfterMs }, state.error);
      return { outcome, observed: { provisioned: notProvisioned(message) } };
    }
  }
}
