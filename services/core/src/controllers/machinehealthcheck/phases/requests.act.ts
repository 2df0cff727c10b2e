import { keyOf } from '@clusterwright/api';
import type { Resource, UnstructuredObject } from '@clusterwright/api';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { toError } from '@clusterwright/api/errors';
import { generateFromTemplate } from '@clusterwright/contract';
import { done } from '@clusterwright/controller-runtime';
import type { Phase, ReconcileContext } from '@clusterwright/controller-runtime';
import { isAlreadyExists } from '@clusterwright/kube-client';
import { ownerReferenceTo } from '@clusterwright/provider-kit/cluster/owner-references';
import type { MachineHealthCheckDeps, MachineHealthCheckScope } from '../machinehealthcheck.scope.ts';
import type { ExternalRemediation, RequestOutcome } from '../remediation/external-remediation.scope.ts';
import { planRequests } from '../remediation/requests.plan.ts';

/** The template of a remediation request does not exist. Surfaces as condition of the Machine; its creation wakes the MachineHealthCheck. */
const templateNotFound = ({ reference }: ExternalRemediation, namespace = ''): Error => new Error(`${reference.kind} ${namespace}/${reference.name} not found`);

/**
 * Asks somebody else to remediate unhealthy Machines, and takes the request back when a Machine is healthy again.
 *
 * What fails for one Machine is an observation: it is written on that Machine, and does not hold up the others. A failed removal fails the phase.
 */
export function requests({ client }: Pick<MachineHealthCheckDeps, 'client'>): Phase<MachineHealthCheckScope> {
  return async (scope, ctx) => {
    const plan = planRequests(scope);
    const { external } = scope;
    if (plan.step === 'fail') throw plan.error;
    if (plan.step === 'none' || !external) return done;

    const outcomes = new Map<string, RequestOutcome>(plan.existing.map(({ metadata }) => [metadata.name, { state: 'existing' }]));
    for (const machine of plan.create) outcomes.set(machine.metadata.name, await createRequest({ client, external, resource: plan.resource }, machine, ctx));
    for (const request of plan.remove) {
      await client.delete(plan.resource, keyOf(request), { uid: request.metadata.uid, signal: ctx.signal });
      ctx.log.info('Deleting a remediation request', { [request.kind]: request.metadata.name, reason: 'the Machine is healthy again' });
    }
    return { outcome: done, observed: { requests: outcomes } };
  };
}

interface Creation {
  readonly client: MachineHealthCheckDeps['client'];
  readonly external: ExternalRemediation;
  readonly resource: Resource<UnstructuredObject>;
}

async function createRequest({ client, external, resource }: Creation, machine: Machine, { log, signal }: ReconcileContext): Promise<RequestOutcome> {
  const { template } = external;
  const { name, namespace = '' } = machine.metadata;
  if (template.kind !== 'found') return { state: 'templateNotFound', error: template.kind === 'failed' ? template.error : templateNotFound(external, namespace) };
  try {
    const request = generateFromTemplate({ template: template.object, namespace, name, clusterName: machine.spec.clusterName, ownerReference: ownerReferenceTo(machine) });
    await client.create(resource, request, { signal });
    log.info('Created a remediation request', { [request.kind]: name, Machine: name, reason: 'the health check failed' });
    return { state: 'created' };
  } catch (error) {
    // The cache was behind.
    return isAlreadyExists(error) ? { state: 'existing' } : { state: 'creationFailed', error: toError(error) };
  }
}
