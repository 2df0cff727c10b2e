import { keyOf } from '@clusterwright/api';
import { Secrets, type Secret } from '@clusterwright/api/kubernetes';
import { done, type Client, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound, isAlreadyExists } from '@clusterwright/kube-client';
import { ignitionWarnings } from '../../../ignition/ignition.ts';
import { kubernetesVersionOfOwner } from '../config-owner.ts';
import type { KubeadmConfigDeps, KubeadmConfigScope } from '../kubeadmconfig.scope.ts';
import { dataSecret, planDataSecretOwners, planDataSecretUpdate } from './data-secret.plan.ts';
import { renderBootstrapData, type RenderInput } from './render.plan.ts';
import { planNextTokenCheck } from './token.act.ts';

/** Renders the bootstrap data and stores them. An interrupted pass left the same Secret behind: it is found and, if need be, brought up to date. */
export function storeBootstrapData(deps: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    const { plan, config, cluster } = scope;
    const input = renderInput(scope);
    if (!input) return done;
    const document = renderBootstrapData(input);
    const warnings = ignitionWarnings(input.spec);
    if (warnings !== undefined) ctx.log.info('Warnings of the additional Container Linux Config', { warnings });
    const stored = await store(deps.client, scope, dataSecret(config, cluster.metadata.name, document), ctx);
    const hasToken = plan.step !== 'init' && input.spec.joinConfiguration?.discovery?.bootstrapToken !== undefined;
    return { outcome: hasToken ? planNextTokenCheck(deps, config, ctx) : done, observed: { storedSecretName: stored.metadata.name } };
  };
}

/** Undefined where no data are to be made, or something that they need is not there. */
function renderInput({ plan, config, owner, cluster, certificates, content }: KubeadmConfigScope): RenderInput | undefined {
  if (plan.step !== 'init' && plan.step !== 'joinControlPlane' && plan.step !== 'joinWorker') return undefined;
  if (!certificates || !content) return undefined;
  return { step: plan.step, spec: config.spec ?? {}, kubernetesVersion: kubernetesVersionOfOwner(owner), cluster, certificates, content };
}

async function store(client: Client, { config, plan }: KubeadmConfigScope, secret: Secret, ctx: ReconcileContext): Promise<Secret> {
  const { signal, log } = ctx;
  // Asked live: the cache drops the content of these Secrets.
  const known = config.status?.dataSecretName ? await ignoreNotFound(client.live.get(Secrets, keyOf(secret), { signal })) : undefined;
  if (known) return update(client, config, { existing: known, wanted: secret }, ctx);
  try {
    const created = await client.create(Secrets, secret, { signal });
    log.info('Created bootstrap data Secret', { Secret: secret.metadata.name, reason: plan.step });
    return created;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const existing = await client.live.get(Secrets, keyOf(secret), { signal });
    return update(client, config, { existing, wanted: secret }, ctx);
  }
}

async function update(client: Client, config: KubeadmConfigScope['config'], { existing, wanted }: { readonly existing: Secret; readonly wanted: Secret }, { signal, log }: ReconcileContext): Promise<Secret> {
  const body = planDataSecretUpdate(config, existing, wanted);
  if (!body) return existing;
  log.info('Updating bootstrap data Secret', { Secret: wanted.metadata.name, reason: 'it exists with other content' });
  return client.patch(Secrets, keyOf(wanted), { type: 'merge', body }, { signal });
}

/** Makes sure that the Secret of earlier passes goes with its config: owner references do not survive a restore with new UIDs. */
export function ownDataSecret({ client }: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async ({ plan, config }, { signal, log }) => {
    const wasMadeBefore = plan.step === 'keep' || plan.step === 'adoptDataSecret' || plan.step === 'refreshToken' || plan.step === 'rotateToken';
    const secret = wasMadeBefore ? await client.get(Secrets, keyOf(config)) : undefined;
    const ownerReferences = secret && planDataSecretOwners(config, secret);
    if (!ownerReferences) return done;
    log.info('Taking ownership of bootstrap data Secret', { Secret: secret.metadata.name, reason: 'its owner reference is missing or stale' });
    const body = { metadata: { ownerReferences, resourceVersion: secret.metadata.resourceVersion } };
    await client.patch(Secrets, keyOf(config), { type: 'merge', body }, { signal });
    return done;
  };
}
