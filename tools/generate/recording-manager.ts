import type { KubeObject, Resource } from '@clusterwright/api';
import type { KubeClient } from '@clusterwright/kube-client';
import type { AdmissionWebhook, Client, ControllerDeclaration, ControllerHandle, Manager } from '@clusterwright/controller-runtime';

/** What a service declared while it was set up. */
export interface Declarations {
  readonly controllers: readonly ControllerDeclaration[];
  readonly webhooks: readonly AdmissionWebhook[];
  readonly cachedKinds: readonly Resource[];
}

/** A manager that runs nothing and remembers what it is told. Reading through it during setup is an error: setup only declares. */
export function recordingManager(): { manager: Manager; declarations: Declarations } {
  const controllers: ControllerDeclaration[] = [];
  const webhooks: AdmissionWebhook[] = [];
  const cachedKinds: Resource[] = [];
  const handle: ControllerHandle = { watch: async () => {}, source: () => {}, enqueue: () => {} };
  const metric = { inc: () => {}, set: () => {}, remove: () => {}, observe: () => {} };
  const log = { info: () => {}, debug: () => {}, error: () => {}, with: () => log };
  const manager: Manager = {
    client: untouchable('client') as Client,
    live: untouchable('live') as KubeClient,
    log,
    metrics: { counter: () => metric, gauge: () => metric, histogram: () => metric, render: async () => '' },
    namespace: undefined,
    now: () => new Date(0),
    signal: new AbortController().signal,
    cacheKind: <T extends KubeObject>(resource: Resource<T>) => void cachedKinds.push(resource),
    addController: <T extends KubeObject, S>(declaration: ControllerDeclaration<T, S>) => {
      // Only resources and rules are looked at, so the object type does not matter.
      controllers.push(declaration as unknown as ControllerDeclaration);
      return handle;
    },
    addWebhook: (...added) => void webhooks.push(...added),
    addRunnable: () => {},
    addLeaderRunnable: () => {},
    addReadyCheck: () => {},
  };
  return { manager, declarations: { controllers, webhooks, cachedKinds } };
}

function untouchable(name: string): object {
  const refuse = (): never => {
    throw new Error(`setup used manager.${name}; it may only declare`);
  };
  return new Proxy({}, { get: () => refuse });
}
