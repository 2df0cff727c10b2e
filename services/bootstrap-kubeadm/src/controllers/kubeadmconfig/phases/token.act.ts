import { done, requeueAfter, waitFor, type Outcome, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import { bootstrapTokenExpiration, BootstrapTokenError, extendBootstrapToken, findBootstrapToken, type TokenOptions } from '../bootstrap-tokens.ts';
import { clusterKey, type KubeadmConfigDeps, type KubeadmConfigScope } from '../kubeadmconfig.scope.ts';
import { planToken, tokenCheckIntervalMs } from './token.plan.ts';

/** Keeps the token in data that were made before usable, until the machines have joined. */
export function keepToken(deps: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    const { plan, config } = scope;
    if (plan.step !== 'refreshToken' && plan.step !== 'rotateToken') return done;
    const dueInMs = deps.tokenChecks.dueInMs(config, ctx.now());
    if (dueInMs > 0) return nextCheck(dueInMs);

    const connection = deps.workloadClusters.get(clusterKey(scope));
    if (connection.kind !== 'connected') return waitFor('WaitingForWorkloadCluster', connection.reason);
    return check(deps, scope, { step: plan.step, token: plan.token }, { client: connection.cluster.client, ctx });
  };
}

interface Check {
  readonly step: 'refreshToken' | 'rotateToken';
  readonly token: string;
}
interface Workload {
  readonly client: Parameters<typeof findBootstrapToken>[0];
  readonly ctx: ReconcileContext;
}

async function check(deps: KubeadmConfigDeps, { config, owner }: KubeadmConfigScope, { step, token }: Check, { client, ctx }: Workload): Promise<PhaseResult<KubeadmConfigScope>> {
  const options: TokenOptions = { now: ctx.now(), ttlMs: deps.tokenTtlMs, signal: ctx.signal };
  const secret = await findBootstrapToken(client, token, options);
  const plan = planToken({ step, isMachinePool: owner.kind === 'MachinePool', expiration: secret ? bootstrapTokenExpiration(secret) : 'gone', ...options });
  switch (plan.step) {
    case 'lost':
      throw new BootstrapTokenError('failed to get bootstrap token secret in order to refresh it: it does not exist');
    case 'renew':
      ctx.log.info('Renewing bootstrap token', { reason: secret ? 'it must be rotated' : 'its Secret is gone' });
      return { outcome: done, observed: { plan: { step: 'joinWorker', renewToken: true } } };
    case 'extend':
      ctx.log.info('Refreshing bootstrap token', { reason: 'the infrastructure has yet to use it' });
      if (secret) await extendBootstrapToken(client, secret, options);
      return planNextTokenCheck(deps, config, ctx);
    case 'fresh':
      return planNextTokenCheck(deps, config, ctx);
  }
}

/** The token is good for now: remembers when to look again. */
export function planNextTokenCheck({ tokenChecks, tokenTtlMs }: KubeadmConfigDeps, config: KubeadmConfigScope['config'], ctx: ReconcileContext): Outcome {
  const interval = tokenCheckIntervalMs(tokenTtlMs);
  tokenChecks.planNext(config, ctx.now(), interval);
  return nextCheck(interval);
}

function nextCheck(afterMs: number): Outcome {
  // Expiry is the one thing here that no watch can tell.
  return requeueAfter(afterMs, 'TokenExpiry', 'the bootstrap token must be refreshed before it expires');
}
