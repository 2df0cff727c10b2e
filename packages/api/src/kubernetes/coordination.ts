/** Namespaces, leases and events. */
import type { KubeObject } from '../resource.ts';
import type { ObjectReference } from './meta.ts';
import { core, v1 } from './descriptor.ts';

export interface Namespace extends KubeObject {
  spec?: { finalizers?: string[] };
  status?: { phase?: string };
}

export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    acquireTime?: string;
    renewTime?: string;
    leaseTransitions?: number;
  };
}

/** The event of the core group, the one that upstream's recorder writes. */
export interface Event extends KubeObject {
  involvedObject: ObjectReference;
  reason?: string;
  message?: string;
  type?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  source?: { component?: string; host?: string };
  reportingComponent?: string;
  reportingInstance?: string;
}

export const Namespaces = core<Namespace>('Namespace', 'namespaces', false);
export const Leases = v1<Lease>('coordination.k8s.io', 'Lease', 'leases');
export const Events = core<Event>('Event', 'events');
