import { keyOf } from '@clusterwright/api';
import { InvariantError } from '@clusterwright/api/errors';
import { done, waitFor, type Client, type Phase } from '@clusterwright/controller-runtime';
import type { ControlPlaneScope } from '../kubeadmcontrolplane.scope.ts';
import { planInfraTemplate } from './infra-template.plan.ts';

/** Makes the Cluster an owner of the infrastructure template. Nothing else happens while there is no template. */
export function infraTemplate({ client }: { readonly client: Pick<Client, 'patch'> }): Phase<ControlPlaneScope> {
  return async ({ infraTemplate: template, cluster, controlPlane }, { log, signal }) => {
    const { kind, name } = controlPlane.spec.machineTemplate.spec.infrastructureRef;
    // Only templates can be shared; anything else named here belongs to whoever made it.
    if (!kind.endsWith('Template')) return done;
    const plan = planInfraTemplate(template, cluster);
    switch (plan.step) {
      case 'wait':
        return waitFor('WaitingForInfrastructureTemplate', `${kind} ${name} does not exist`);
      case 'done':
        return done;
      case 'own': {
        if (template.kind !== 'found') throw new InvariantError('planInfraTemplate owns a template that was not found');
        const { resource, object } = template;
        log.info('Setting owner reference on infrastructure template', { reason: 'Cluster is not an owner', [kind]: `${object.metadata.namespace}/${name}` });
        const body = { metadata: { ownerReferences: plan.ownerReferences, resourceVersion: object.metadata.resourceVersion } };
        await client.patch(resource, keyOf(object), { type: 'merge', body }, { signal });
        return done;
      }
    }
  };
}
