import { TerminalError } from '@clusterwright/api/errors';
import { Secrets } from '@clusterwright/api/kubernetes';
import { done, findCondition, requeueAfter, waitFor } from '@clusterwright/controller-runtime';
import type { Phase, PhaseResult, ReconcileContext } from '@clusterwright/controller-runtime';
import { BootstrapDataError } from '../../../bootstrap-data/bootstrap-plan.ts';
import type { BootstrapFormat } from '../../../bootstrap-data/bootstrap-plan.ts';
import type { MachineBootstrapState } from '../../../ports/machine-bootstrap.ts';
import { dockerMachineEvents } from '../dockermachine.events.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';
import { bootstrapCondition, bootstrapTimeoutSeconds, completed, internalError } from './bootstrap.plan.ts';
import { machineProblem } from './machine-problem.ts';

/** The bootstrap runs inside the container, apart from any process of ours: nothing but a look tells how far it is. */
const pollMs = 2000;

/** Executes the bootstrap data once in the life of the container, and follows it. A failed one stays failed: kubeadm cannot be begun again. */
export function bootstrap(deps: DockerMachineDeps): Phase<DockerMachineScope> {
  return async (scope, ctx) => {
    const { machine, containerName } = admitted(scope);
    // Somebody else, such as the provider that ran before us, may have bootstrapped it without leaving our marks.
    if (machine.status?.nodeRef?.name) return { outcome: done, observed: { bootstrapped: completed } };
    try {
      const state = await deps.bootstrap.read(containerName, ctx.signal);
      return state.state === 'absent' ? await start(deps, scope, ctx) : concluded(scope, ctx, state);
    } catch (error) {
      const { message, outcome } = machineProblem({ deps, scope, ctx, lead: `Failed to bootstrap container ${containerName}` }, error);
      // Other data is needed: it comes under another name, or as another Machine.
      const isHopeless = error instanceof BootstrapDataError;
      return { outcome: isHopeless ? waitFor('InvalidBootstrapData', message) : outcome, observed: { bootstrapped: internalError(message) } };
    }
  };
}

async function start(deps: DockerMachineDeps, scope: DockerMachineScope, ctx: ReconcileContext): Promise<PhaseResult<DockerMachineScope>> {
  const { containerName } = admitted(scope);
  const name = scope.input.dataSecretName ?? '';
  const secret = await deps.client.get(Secrets, { namespace: scope.object.metadata.namespace, name });
  const value = secret?.data?.['value'];
  if (value === undefined) throw new TerminalError(secret ? `Secret ${name} has no key "value"` : `Secret ${name} does not exist`);
  const timeoutSeconds = bootstrapTimeoutSeconds(scope);
  ctx.log.info('Starting bootstrap', { container: containerName, timeoutSeconds, reason: 'the container was not bootstrapped yet' });
  await deps.bootstrap.start(containerName, {
    data: Buffer.from(value, 'base64'),
    format: formatOf(secret?.data?.['format']),
    facts: { hostname: containerName, failureDomain: scope.input.failureDomain },
    timeoutSeconds,
  }, ctx.signal);
  return concluded(scope, ctx, { state: 'running' });
}

/** Cloud-init where the Secret does not say, as before there was a choice. */
function formatOf(format: string | undefined): BootstrapFormat {
  const text = format === undefined ? '' : Buffer.from(format, 'base64').toString('utf8');
  if (text === 'ignition') return text;
  if (text === '' || text === 'cloud-config') return 'cloud-config';
  throw new BootstrapDataError('format', `${JSON.stringify(text)} is neither cloud-config nor ignition`);
}

function concluded(scope: DockerMachineScope, { events, log }: ReconcileContext, state: MachineBootstrapState): PhaseResult<DockerMachineScope> {
  const bootstrapped = bootstrapCondition(state, bootstrapTimeoutSeconds(scope));
  switch (state.state) {
    case 'done':
      return { outcome: done, observed: { bootstrapped } };
    case 'failed':
      // Told once: it stays so, however often it is looked at.
      if (findCondition(scope.view.conditions, 'BootstrapCompleted')?.reason !== 'Failed') {
        log.error('Failing bootstrap', { container: scope.containerName, step: state.step, exitCode: state.exitCode, cause: state.cause });
        dockerMachineEvents(events, scope.object).bootstrapFailed(`${state.step ?? 'bootstrap'} failed`);
      }
      return { outcome: waitFor('BootstrapFailed', bootstrapped.message), observed: { bootstrapped } };
    case 'running':
    case 'absent':
      return { outcome: requeueAfter(pollMs, 'Bootstrapping'), observed: { bootstrapped } };
  }
}
