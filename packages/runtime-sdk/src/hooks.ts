/** The hooks of the Runtime SDK: names, and the messages of those that this version calls. Another hook is one more constant here. */
import type { UnstructuredObject } from '@clusterwright/api';
import type { Cluster, Machine } from '@clusterwright/api/core/v1beta2';
import { ReceivedFields } from './received-fields.ts';

const hooksGroup = 'hooks.runtime.cluster.x-k8s.io';
const hooksVersion = 'v1alpha1';

/** Every hook that an extension may offer handlers for, whether or not this version calls it (spec 5.2). */
const knownHooks = [
  'Discovery',
  'BeforeClusterCreate',
  'AfterControlPlaneInitialized',
  'BeforeClusterUpgrade',
  'BeforeControlPlaneUpgrade',
  'AfterControlPlaneUpgrade',
  'BeforeWorkersUpgrade',
  'AfterWorkersUpgrade',
  'AfterClusterUpgrade',
  'BeforeClusterDelete',
  'DiscoverVariables',
  'GeneratePatches',
  'ValidateTopology',
  'GenerateUpgradePlan',
  'CanUpdateMachine',
  'CanUpdateMachineSet',
  'UpdateMachine',
] as const;

export type HookName = (typeof knownHooks)[number];

/** A hook at a version, without its messages. */
export interface HookIdentity {
  readonly group: string;
  readonly version: string;
  readonly name: string;
}

/** What every answer says (spec RT-04). Extensions may write any text into `status`. */
export interface HookResponse {
  readonly status: string;
  readonly message: string;
}

/** The answer of hooks that can ask to be called again; 0 means that they are done. */
export interface RetryResponse extends HookResponse {
  readonly retryAfterSeconds: number;
}

/** A hook with its messages: how an answer is read, and how the answers of several extensions become one. */
export interface Hook<Request extends object, Response extends HookResponse> extends HookIdentity {
  readonly name: HookName;
  /** Errors: `ExtensionCallError`. */
  decode(body: unknown): Response;
  /** The answer of all, where all were successful; of none, where nobody was asked. */
  aggregate(responses: readonly Response[]): Response;
  /** Never set: carries the type of requests for inference. */
  readonly requestType?: Request;
}

/** Whether an extension may offer handlers for a hook at this version. */
export function isKnownHook(apiVersion: string, name: string): boolean {
  return apiVersion === `${hooksGroup}/${hooksVersion}` && knownHooks.some((known) => known === name);
}

/** `failurePolicy` and `timeoutSeconds` as sent: undefined where left out. */
export interface DiscoveredHandler {
  readonly name: string;
  readonly requestHook: { readonly apiVersion: string; readonly hook: string };
  readonly timeoutSeconds: number | undefined;
  readonly failurePolicy: string | undefined;
}

export interface DiscoveryResponse extends HookResponse {
  readonly handlers: readonly DiscoveredHandler[];
}

/** Which handlers an extension has (H-01). */
export const Discovery: Hook<object, DiscoveryResponse> = {
  ...identity('Discovery'),
  decode(body) {
    const fields = new ReceivedFields(body);
    return { ...commonOf(fields), handlers: fields.objects('handlers').map(handlerOf) };
  },
  aggregate: (responses) => ({ ...success(responses), handlers: responses.flatMap(({ handlers }) => handlers) }),
};

export interface UpdateMachineRequest {
  readonly desired: { readonly machine: Machine; readonly infrastructureMachine: UnstructuredObject; readonly bootstrapConfig?: UnstructuredObject };
}

/** Changes a running machine into what it should be, a step a call, until nothing is left to do (H-17). */
export const UpdateMachine = retryHook<UpdateMachineRequest>('UpdateMachine');

export interface BeforeClusterDeleteRequest {
  readonly cluster: Cluster;
}

/** Asked before anything of a Cluster with a topology is deleted. */
export const BeforeClusterDelete = retryHook<BeforeClusterDeleteRequest>('BeforeClusterDelete');

function retryHook<Request extends object>(name: HookName): Hook<Request, RetryResponse> {
  return {
    ...identity(name),
    decode(body) {
      const fields = new ReceivedFields(body);
      return { ...commonOf(fields), retryAfterSeconds: fields.optionalInt32('retryAfterSeconds') ?? 0 };
    },
    aggregate: (responses) => ({ ...success(responses), retryAfterSeconds: soonest(responses) }),
  };
}

function identity(name: HookName): { readonly group: string; readonly version: string; readonly name: HookName } {
  return { group: hooksGroup, version: hooksVersion, name };
}

function commonOf(fields: ReceivedFields): HookResponse {
  return { status: fields.text('status'), message: fields.text('message') };
}

function handlerOf(fields: ReceivedFields): DiscoveredHandler {
  const hook = fields.object('requestHook');
  return {
    name: fields.text('name'),
    requestHook: { apiVersion: hook.text('apiVersion'), hook: hook.text('hook') },
    timeoutSeconds: fields.optionalInt32('timeoutSeconds'),
    failurePolicy: fields.optionalText('failurePolicy'),
  };
}

function success(responses: readonly HookResponse[]): HookResponse {
  const messages = responses.map(({ message }) => message).filter((message) => message !== '');
  return { status: 'Success', message: messages.join(', ') };
}

/** Who wants to be asked again first decides for all (spec RT-04). */
function soonest(responses: readonly RetryResponse[]): number {
  const asked = responses.map(({ retryAfterSeconds }) => retryAfterSeconds).filter((seconds) => seconds !== 0);
  return asked.length > 0 ? Math.min(...asked) : 0;
}
