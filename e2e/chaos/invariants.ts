import type { KubeObject, UnstructuredObject } from '@clusterwright/api';
import { isControlPlane, isDeleting, isTrue } from './world.ts';
import type { World } from './world.ts';

/** What the scenario asked for, and what may be true meanwhile. */
export interface Expectation {
  /** The largest number of replicas that was asked for since things were last settled. */
  readonly controlPlaneReplicas: number;
  readonly workers: number;
  /** Workers that have to be available at any time; 0 while they come up or go. */
  readonly minAvailableWorkers: number;
}

const surge = 1;

/** Everything that must hold at every moment, whoever is killed. Returns a sentence for each breach. */
export function breaches(world: World, expected: Expectation): string[] {
  return [...tooMany(world, expected), ...tooFewAvailable(world, expected), ...notOneToOne(world.machines, world.infraMachines), ...notOneToOne(world.machines, world.bootstrapConfigs)];
}

function tooMany({ machines }: World, { controlPlaneReplicas, workers }: Expectation): string[] {
  const living = machines.filter((machine) => !isDeleting(machine));
  const controlPlanes = living.filter(isControlPlane);
  const others = living.filter((machine) => !isControlPlane(machine));
  return [
    ...(controlPlanes.length > controlPlaneReplicas + surge ? [`${String(controlPlanes.length)} control plane Machines, ${String(controlPlaneReplicas)} + ${String(surge)} allowed: ${names(controlPlanes)}`] : []),
    ...(others.length > workers + surge ? [`${String(others.length)} worker Machines, ${String(workers)} + ${String(surge)} allowed: ${names(others)}`] : []),
  ];
}

function tooFewAvailable({ machines }: World, { minAvailableWorkers }: Expectation): string[] {
  const available = machines.filter((machine) => !isControlPlane(machine) && !isDeleting(machine) && isTrue(machine, 'Available'));
  return available.length < minAvailableWorkers ? [`${String(available.length)} workers are available, ${String(minAvailableWorkers)} must be: ${names(available)}`] : [];
}

/** No Machine has two objects of a kind. (One without a Machine may be there for a moment: it is created first.) */
function notOneToOne(machines: readonly UnstructuredObject[], owned: readonly UnstructuredObject[]): string[] {
  return machines.flatMap(({ metadata: { uid, name } }) => {
    const own = owned.filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.kind === 'Machine' && owner.uid === uid));
    return own.length > 1 ? [`Machine ${name} has ${String(own.length)} of ${own[0]?.kind ?? ''}: ${names(own)}`] : [];
  });
}

/** What must hold once everything is settled: nothing without its Machine, nothing missing. */
export function leaks({ machines, infraMachines, bootstrapConfigs }: World): string[] {
  const known = new Set(machines.map(({ metadata }) => metadata.name));
  const withoutMachine = [...infraMachines, ...bootstrapConfigs].filter(({ metadata }) => !known.has(metadata.name));
  const without = (owned: readonly KubeObject[], kind: string): string[] => {
    const present = new Set(owned.map(({ metadata }) => metadata.name));
    return machines.filter(({ metadata }) => !present.has(metadata.name)).map(({ metadata }) => `Machine ${metadata.name} has no ${kind}`);
  };
  return [...withoutMachine.map(({ kind, metadata }) => `${kind} ${metadata.name} belongs to no Machine`), ...without(infraMachines, 'DevMachine'), ...without(bootstrapConfigs, 'KubeadmConfig')];
}

/** What is left when everything should be gone. */
export function remains(world: World): string[] {
  return Object.values(world).flatMap((objects: readonly KubeObject[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name} is still there`));
}

const names = (objects: readonly KubeObject[]): string => objects.map(({ metadata }) => metadata.name).join(', ');
