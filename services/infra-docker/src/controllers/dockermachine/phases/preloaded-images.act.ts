import { keyOf } from '@clusterwright/api';
import { done, waitFor } from '@clusterwright/controller-runtime';
import type { Phase } from '@clusterwright/controller-runtime';
import type { TaskStep } from '../../../background-tasks.ts';
import { admitted } from '../dockermachine.scope.ts';
import type { DockerMachineDeps, DockerMachineScope, Stated } from '../dockermachine.scope.ts';
import { machineProblem } from './machine-problem.ts';

const ready: Stated<'PreLoadedImagesReady'> = { type: 'PreLoadedImagesReady', status: 'True', reason: 'Ready' };

/** Loads images of the engine into the machine, in the background; again after a restart of this process, which does no harm. */
export function preloadedImages(deps: DockerMachineDeps): Phase<DockerMachineScope> {
  return (scope, ctx) => {
    const images = scope.view.docker.preLoadImages ?? [];
    if (scope.view.providerID !== undefined || images.length === 0) return { outcome: done, observed: { images: ready } };
    const { containerName } = admitted(scope);
    const state = deps.tasks.ensure(keyOf(scope.object), `preload into ${scope.container?.id ?? ''}`, images.map((image) => loading(deps, image, containerName)));
    switch (state.kind) {
      case 'done':
        return { outcome: done, observed: { images: ready } };
      case 'running': {
        const lastTry = state.lastError ? `; the last try failed: ${state.lastError.message}` : '';
        return { outcome: waitFor('PreLoadingImages', state.progress), observed: { images: notReady(`${state.progress}${lastTry}`) } };
      }
      case 'failed': {
        const { message, outcome } = machineProblem({ deps, scope, ctx, lead: `${state.progress} failed`, retryAfterMs: state.retryAfterMs }, state.error);
        return { outcome, observed: { images: notReady(message) } };
      }
    }
  };
}

function loading({ engine }: DockerMachineDeps, image: string, container: string): TaskStep {
  return {
    description: `Pre-loading image ${image}`,
    async run(signal) {
      await engine.ensureImage(image, signal);
      await engine.loadImageIntoNode(image, container, signal);
    },
  };
}

function notReady(message: string): Stated<'PreLoadedImagesReady'> {
  return { type: 'PreLoadedImagesReady', status: 'False', reason: 'NotReady', message };
}
