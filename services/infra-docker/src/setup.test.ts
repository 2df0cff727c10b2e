import type { KubeObject, Resource } from '@clusterwright/api';
import type { CacheOptions, Manager } from '@clusterwright/controller-runtime';
import { declareCaches } from './setup.ts';

test('the older kinds may be missing, as upstream no longer installs them; the kinds of today must be there', () => {
  const optional: string[] = [];
  const cacheKind = <T extends KubeObject>({ kind }: Resource<T>, { isOptional }: CacheOptions<T>): void => void (isOptional && optional.push(kind));
  declareCaches({ cacheKind } as Manager);
  expect(optional.toSorted()).toEqual(['DockerCluster', 'DockerMachine', 'DockerMachinePool', 'DockerMachineTemplate']);
});
