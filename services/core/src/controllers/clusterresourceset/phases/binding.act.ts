import { ClusterResourceSetBindings } from '@clusterwright/api/addons/v1beta2';
import type { Client } from '@clusterwright/controller-runtime';
import { ApiError, isAlreadyExists } from '@clusterwright/kube-client';
import type { BindingPlan } from './binding.plan.ts';

/** Writes a binding as planned. Errors: a conflict, also where another ClusterResourceSet made the binding first: a new pass sees what it says. */
export async function writeBinding(client: Client, plan: BindingPlan, signal: AbortSignal): Promise<void> {
  switch (plan.step) {
    case 'none':
      return;
    case 'create':
      return create(client, plan, signal);
    case 'patch':
      await client.patch(ClusterResourceSetBindings, plan.key, { type: 'merge', body: plan.body }, { signal });
      return;
    case 'delete':
      await client.delete(ClusterResourceSetBindings, plan.key, { uid: plan.uid, resourceVersion: plan.resourceVersion, signal });
      return;
  }
}

async function create(client: Client, { object }: BindingPlan & { step: 'create' }, signal: AbortSignal): Promise<void> {
  try {
    await client.create(ClusterResourceSetBindings, object, { signal });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    throw new ApiError(error.message, { status: 409, reason: 'Conflict', details: error.details });
  }
}
