import type { ObjectKey } from '@clusterwright/api';
import { ContainerEngineError } from '../ports/container-engine.ts';
import type { Container, ContainerEngine } from '../ports/container-engine.ts';
import { belongsTo } from './container-names.ts';

/** The container of that name, which belongs to this Cluster. Errors: `ContainerEngineError` (NameInUse) where it belongs to somebody else. */
export async function getOwnContainer(engine: ContainerEngine, name: string, cluster: ObjectKey, signal: AbortSignal): Promise<Container | undefined> {
  const container = await engine.get(name, signal);
  if (container && !belongsTo(container, cluster)) {
    throw new ContainerEngineError('NameInUse', `a container named ${name} exists and does not belong to Cluster ${cluster.namespace ?? ''}/${cluster.name}; remove it, or choose another name`);
  }
  return container;
}

/** Removes the container of that name, unless it belongs to somebody else: then ours is gone already. */
export async function removeOwnContainer(engine: ContainerEngine, name: string, cluster: ObjectKey, signal: AbortSignal): Promise<'gone' | 'foreign'> {
  const container = await engine.get(name, signal);
  if (container && !belongsTo(container, cluster)) return 'foreign';
  if (container) await engine.remove(name, signal);
  return 'gone';
}
