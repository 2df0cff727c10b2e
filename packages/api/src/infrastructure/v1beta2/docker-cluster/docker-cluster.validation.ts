import type { FieldError } from '../../../field-error.ts';
import type { ReceivedPart } from '../../../received.ts';
import { validateFailureDomains } from '../dev-cluster/dev-cluster.validation.ts';
import type { DockerCluster, DockerClusterSpec } from './docker-cluster.schema.ts';

/** Failure domains stand in the order of their names. Upstream names the same path in templates. Pure. */
export function validateDockerClusterSpec({ failureDomains }: ReceivedPart<DockerClusterSpec>): FieldError[] {
  return validateFailureDomains(failureDomains ?? [], 'spec.failureDomains');
}

export function validateDockerCluster({ spec }: DockerCluster): FieldError[] {
  return validateDockerClusterSpec(spec ?? {});
}
