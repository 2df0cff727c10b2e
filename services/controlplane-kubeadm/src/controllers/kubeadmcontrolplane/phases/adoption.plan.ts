import { AppError } from '@clusterwright/api/errors';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import type { Machine } from '@clusterwright/api/core/v1beta2';
import { mustParseVersion } from '@clusterwright/api/versions';

/** A Machine of the control plane without controller cannot become ours. */
export class AdoptionError extends AppError {
  readonly code = 'Adoption';
}

export interface AdoptionInput {
  readonly controlPlane: KubeadmControlPlane;
  /** Machines of the cluster's control plane that nobody controls. */
  readonly adoptable: readonly Machine[];
}

export type AdoptionPlan =
  | { readonly step: 'none' }
  | { readonly step: 'adopt'; readonly machines: readonly AdoptableMachine[] }
  /** Trying again does not help: the user has to say what is meant. */
  | { readonly step: 'refuse'; readonly message: string };

export interface AdoptableMachine {
  readonly machine: Machine;
  /** Name of its KubeadmConfig. */
  readonly configName: string;
}

/** Whether Machines that were made by hand come under the control plane, all or none (KCP-28). Errors: `AdoptionError`, `InvalidVersionError`. */
export function planAdoption({ controlPlane, adoptable }: AdoptionInput): AdoptionPlan {
  if (adoptable.length === 0) return { step: 'none' };
  const machines = adoptable.map((machine) => ({ machine, configName: configNameOf(machine) }));
  const outside = adoptable.find(({ spec }) => spec.version && !isWithinOneMinor(spec.version, controlPlane.spec.version));
  if (!outside) return { step: 'adopt', machines };
  const { namespace, name } = outside.metadata;
  const message = `Could not adopt Machine ${namespace}/${name}: its version ("${outside.spec.version}") is outside supported +/- one minor version skew from KCP's ("${controlPlane.spec.version}")`;
  return { step: 'refuse', message };
}

function configNameOf({ metadata, spec }: Machine): string {
  const ref = spec.bootstrap.configRef;
  if (ref?.kind === 'KubeadmConfig') return ref.name;
  throw new AdoptionError(`unable to adopt Machine ${metadata.namespace}/${metadata.name}: expected a ConfigRef of kind KubeadmConfig but found ${ref?.kind ?? 'none'}`);
}

function isWithinOneMinor(a: string, b: string): boolean {
  const [left, right] = [mustParseVersion(a), mustParseVersion(b)];
  return left.major === right.major && Math.abs(left.minor - right.minor) <= 1;
}
