import { keyString } from '@clusterwright/api';
import type { Phase } from '@clusterwright/controller-runtime';
import type { RetryDelays } from '../../../retry-delays.ts';
import type { DockerMachineDeps, DockerMachineScope } from '../dockermachine.scope.ts';

/** A phase whose delays grow while it fails and begin anew once it is done, whatever becomes of other phases of the same machine. */
export function withOwnDelays(deps: DockerMachineDeps, name: string, phaseOf: (deps: DockerMachineDeps) => Phase<DockerMachineScope>): Phase<DockerMachineScope> {
  const delays = delaysOf(deps.delays, name);
  const phase = phaseOf({ ...deps, delays });
  return async (scope, ctx) => {
    const result = await phase(scope, ctx);
    const { outcome, observed } = 'outcome' in result ? result : { outcome: result, observed: undefined };
    if (outcome.kind === 'done' && observed?.unsettled === undefined) delays.reset(keyString(scope.object.metadata));
    return result;
  };
}

function delaysOf(delays: RetryDelays, name: string): RetryDelays {
  const own = (subject: string): string => `${subject} ${name}`;
  return {
    failed: (subject, now, failure) => delays.failed(own(subject), now, failure),
    held: (subject, now) => delays.held(own(subject), now),
    reset: (subject) => delays.reset(own(subject)),
    forget: (key) => delays.forget(key),
  };
}
