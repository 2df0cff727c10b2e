import { keyOf } from '@clusterwright/api';
import { KubeadmConfigs } from '@clusterwright/api/bootstrap/v1beta2';
import { InvariantError } from '@clusterwright/api/errors';
import { done, waitFor, type Phase, type PhaseResult, type ReconcileContext } from '@clusterwright/controller-runtime';
import { certificateHashes } from '@clusterwright/provider-kit/certificates/signing';
import { createBootstrapToken, ensureBootstrapToken, type TokenOptions } from '../bootstrap-tokens.ts';
import { clusterKey, type KubeadmConfigDeps, type KubeadmConfigScope } from '../kubeadmconfig.scope.ts';
import { planInitSpec, planJoinSpec, type ClusterAuthority, type SpecFragment, type SpecPlan } from './spec.plan.ts';

/**
 * Completes the spec by what only the cluster knows, and stores it before the data are made from it: a token that exists in a workload cluster and nowhere
 * else would be lost with this process.
 */
export function completeSpec(deps: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    const plan = scope.certificates && planSpec(scope);
    if (!plan) return done;
    if (plan.step === 'waitForEndpoint') return waiting('waitForEndpoint', 'Cluster spec.controlPlaneEndpoint is not set');

    const { fragment, needsToken } = plan;
    if (!needsToken) return store(deps, scope, fragment, ctx);
    const connection = deps.workloadClusters.get(clusterKey(scope));
    if (connection.kind !== 'connected') return waiting('waitForConnection', connection.reason);
    const options: TokenOptions = { now: ctx.now(), ttlMs: deps.tokenTtlMs, signal: ctx.signal };
    const { client } = connection.cluster;
    const token = isRenewal(scope) ? await createBootstrapToken(client, options) : await ensureBootstrapToken(client, scope.config.metadata.uid ?? '', options);
    return store(deps, scope, withToken(fragment, token), ctx);
  };
}

function planSpec(scope: KubeadmConfigScope): SpecPlan | undefined {
  const { plan, cluster, config } = scope;
  const spec = config.spec ?? {};
  if (plan.step === 'init') return planInitSpec(spec, cluster);
  if (plan.step !== 'joinControlPlane' && plan.step !== 'joinWorker') return undefined;
  return planJoinSpec(spec, cluster, authorityOf(scope), { controlPlane: plan.step === 'joinControlPlane', renewToken: isRenewal(scope) });
}

const isRenewal = ({ plan }: KubeadmConfigScope): boolean => plan.step === 'joinWorker' && plan.renewToken;

function authorityOf({ certificates = [] }: KubeadmConfigScope): ClusterAuthority {
  const authority = certificates.find(({ purpose }) => purpose === 'ca');
  const pem = (): string => {
    if (!authority?.pair) throw new InvariantError('the cluster CA was not looked up');
    return authority.pair.cert;
  };
  return { hashes: () => certificateHashes(pem(), `Secret ${authority?.secretName}`), certificateData: () => Buffer.from(pem()).toString('base64') };
}

function withToken(fragment: SpecFragment | undefined, token: string): SpecFragment {
  const join = fragment?.joinConfiguration ?? {};
  return { ...fragment, joinConfiguration: { ...join, discovery: { ...join.discovery, bootstrapToken: { ...join.discovery?.bootstrapToken, token } } } };
}

async function store({ client }: KubeadmConfigDeps, scope: KubeadmConfigScope, fragment: SpecFragment | undefined, { log, signal }: ReconcileContext): Promise<PhaseResult<KubeadmConfigScope>> {
  if (!fragment) return { outcome: done, observed: { isSpecComplete: true } };
  const { config, observedGeneration = 0 } = scope;
  log.info('Completing KubeadmConfig spec', { reason: 'bootstrap data need it', diff: Object.keys(fragment) });
  const stored = await client.patch(KubeadmConfigs, keyOf(config), { type: 'merge', body: { spec: fragment } }, { signal });
  // One generation more is this very change; anything beyond it was not looked at yet.
  const isOurs = stored.metadata.generation === observedGeneration + 1;
  return { outcome: done, observed: { config: stored, isSpecComplete: true, ...(isOurs ? { observedGeneration: stored.metadata.generation } : {}) } };
}

function waiting(step: 'waitForEndpoint' | 'waitForConnection', message: string): PhaseResult<KubeadmConfigScope> {
  return { outcome: waitFor(step === 'waitForEndpoint' ? 'WaitingForControlPlaneEndpoint' : 'WaitingForWorkloadCluster', message), observed: { plan: { step } } };
}
