import type { KubeObject, ObjectKey, Resource, UnstructuredObject } from '@clusterwright/api';
import { Clusters, MachineDeployments, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import type { MachineSet } from '@clusterwright/api/core/v1beta2';
import type { Client, Reconciler } from '@clusterwright/controller-runtime';
import { reconcileOnce } from '@clusterwright/controller-runtime/driver/reconcile-once';
import type { PassEnd } from '@clusterwright/controller-runtime/driver/reconcile-once';
import { unpaced } from '@clusterwright/controller-runtime/driver/status-pace';
import { parseFeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { ApiError, TransportError } from '@clusterwright/kube-client';
import { createExternalObjects } from '@clusterwright/provider-kit/external-objects/external-objects';
import { FakeClient } from '@clusterwright/test-env/client.fake';
import { fakeContext } from '@clusterwright/test-env/reconcile-context.fake';
import type { FakeReconcileContext } from '@clusterwright/test-env/reconcile-context.fake';
import { aCluster, aMachineDeployment, aMachineSet, bootstrapRef, infrastructureRef } from '../machinedeployment/machinedeployment.fixtures.ts';
import type { MachineSetDeps } from './machineset.scope.ts';

const providerKind = (group: string, kind: string): Resource<UnstructuredObject> => ({ group, version: 'v1beta2', kind, plural: `${kind.toLowerCase()}s`, namespaced: true });
export const DevMachines = providerKind('infrastructure.cluster.x-k8s.io', 'DevMachine');
export const DevMachineTemplates = providerKind('infrastructure.cluster.x-k8s.io', 'DevMachineTemplate');
export const KubeadmConfigs = providerKind('bootstrap.cluster.x-k8s.io', 'KubeadmConfig');
export const KubeadmConfigTemplates = providerKind('bootstrap.cluster.x-k8s.io', 'KubeadmConfigTemplate');
export const KubeadmControlPlanes = providerKind('controlplane.cluster.x-k8s.io', 'KubeadmControlPlane');
const providerKinds = [DevMachines, DevMachineTemplates, KubeadmConfigs, KubeadmConfigTemplates, KubeadmControlPlanes];

const crdOf = ({ group, plural }: Resource): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}`, labels: { 'cluster.x-k8s.io/v1beta2': 'v1beta2' } },
});

export function anObject({ group, version, kind }: Resource<UnstructuredObject>, name: string, content: Partial<UnstructuredObject> = {}): UnstructuredObject {
  const { metadata, ...rest } = content;
  return { apiVersion: `${group}/${version}`, kind, metadata: { name, namespace: 'ns', ...metadata }, ...rest };
}

/** A Cluster with a stable control plane, a MachineDeployment with its templates, and whatever else is given. */
export function aWorld(...objects: readonly KubeObject[]): FakeClient {
  const controlPlaneRef = { apiGroup: KubeadmControlPlanes.group, kind: KubeadmControlPlanes.kind, name: 'cp' };
  const finalizers = ['cluster.x-k8s.io/machinedeployment'];
  return new FakeClient({
    objects: [
      ...providerKinds.map(crdOf),
      aCluster({ spec: { controlPlaneRef } }),
      anObject(KubeadmControlPlanes, 'cp', { spec: { version: 'v1.36.3' }, status: { versions: [{ version: 'v1.36.3', replicas: 1 }] } }),
      aMachineDeployment({ metadata: { finalizers } }),
      anObject(KubeadmConfigTemplates, bootstrapRef.name, { spec: { template: { spec: { joinConfiguration: { nodeRegistration: { criSocket: 'x' } } } } } }),
      anObject(DevMachineTemplates, infrastructureRef.name, { spec: { template: { spec: { backend: { inMemory: {} } } } } }),
      ...objects,
    ],
  });
}

/** A MachineSet of that MachineDeployment. */
export const aMachineSetOf = (more: Parameters<typeof aMachineSet>[0] = {}): MachineSet => aMachineSet({ ...more, metadata: { name: 'md-old', ...more.metadata } });

export function dependencies(client: Client, suffixes = counting()): MachineSetDeps {
  return { client, external: createExternalObjects({ client }), features: parseFeatureGates([]), preflightChecks: new Set(['All']), randomSuffix: suffixes };
}

export function counting(prefix = 'x'): () => string {
  let count = 0;
  return () => `${prefix}${String(++count).padStart(4, '0')}`;
}

export interface Pass<T extends KubeObject, S> {
  readonly client: Client;
  readonly resource: Resource<T>;
  readonly reconciler: Reconciler<T, S>;
  readonly key: ObjectKey;
  readonly ctx?: FakeReconcileContext;
}

/** One pass, as the driver runs it, without holding any status back. */
export function pass<T extends KubeObject, S>({ client, resource, reconciler, key, ctx = fakeContext() }: Pass<T, S>): Promise<PassEnd> {
  return reconcileOnce({ client, resource, reconciler, statusPace: unpaced }, key, ctx);
}

/**
 * What happens to one request: `refused` by the server; `lost` before it got there; `unanswered`, though it was carried out; or the process ends,
 * before or after it.
 */
export type Fault = 'refused' | 'lost' | 'unanswered' | 'killedBefore' | 'killedAfter';

/** A client whose n-th write meets a fault. What was written without an answer is hidden from cached reads until `catchUp`. */
export class FaultyClient {
  readonly #fake: FakeClient;
  readonly #at: number;
  readonly #fault: Fault;
  readonly #hidden = new Set<string>();
  #writes = 0;
  #isDead = false;

  constructor(fake: FakeClient, at: number, fault: Fault) {
    this.#fake = fake;
    this.#at = at;
    this.#fault = fault;
  }

  /** Whether the fault happened at all. */
  get happened(): boolean {
    return this.#writes >= this.#at;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  catchUp(): void {
    this.#hidden.clear();
  }

  get client(): Client {
    const fake = this.#fake;
    const isVisible = (resource: Resource, { name }: ObjectKey): boolean => !this.#hidden.has(`${resource.kind}/${name}`);
    return {
      live: fake.live,
      get: async (resource, key) => (this.#alive(), isVisible(resource, key) ? fake.get(resource, key) : undefined),
      list: async (resource, options) => (this.#alive(), (await fake.list(resource, options)).filter(({ metadata }) => isVisible(resource, metadata))),
      create: (resource, object, options) => this.#write(resource, object.metadata.name, () => fake.create(resource, object, options)),
      update: (resource, object, options) => this.#write(resource, object.metadata.name, () => fake.update(resource, object, options)),
      patch: (resource, key, patch, options) => this.#write(resource, key.name, () => fake.patch(resource, key, patch, options)),
      apply: (resource, object, options) => {
        const send = () => fake.apply(resource, object, options);
        // Here an apply to what exists changes nothing, and would not be sent.
        return fake.store.find(resource, object.metadata) ? this.#seen(resource, object.metadata.name, send) : this.#write(resource, object.metadata.name, send);
      },
      delete: (resource, key, options) => this.#write(resource, key.name, () => fake.delete(resource, key, options)),
    };
  }

  async #seen<R>(resource: Resource, name: string, send: () => Promise<R>): Promise<R> {
    this.#alive();
    const result = await send();
    this.#hidden.delete(`${resource.kind}/${name}`);
    return result;
  }

  #alive(): void {
    if (this.#isDead) throw new Error('the process has ended');
  }

  async #write<R>(resource: Resource, name: string, send: () => Promise<R>): Promise<R> {
    this.#alive();
    if (++this.#writes !== this.#at) return this.#seen(resource, name, send);
    if (this.#fault === 'refused') throw new ApiError(`${resource.plural} "${name}" is forbidden`, { status: 403, reason: 'Forbidden' });
    if (this.#fault === 'killedBefore' || this.#fault === 'killedAfter') this.#isDead = true;
    // Of what was there before, the cache still has the former version.
    const isNew = this.#fake.store.find(resource, { namespace: 'ns', name }) === undefined;
    if (this.#fault === 'killedAfter' || this.#fault === 'unanswered') await send();
    if (this.#fault === 'unanswered' && isNew) this.#hidden.add(`${resource.kind}/${name}`);
    throw new TransportError('no answer came');
  }
}

export { Clusters, MachineDeployments, MachineSets, Machines };
