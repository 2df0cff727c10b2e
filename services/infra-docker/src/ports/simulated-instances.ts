import type { DevMachine, InMemoryComponentSpec } from '@clusterwright/api/infrastructure/v1beta2';
import { parseGoDuration } from '@clusterwright/api/go-duration';

/** When the parts of a simulated instance come up; milliseconds since the epoch. */
export interface InstanceTimes {
  readonly vm: number;
  readonly node: number;
  readonly etcd: number;
  readonly apiServer: number;
}

/** The simulated VMs of this process, by UID of their DevMachine. A restart forgets those that had not finished, and they start again. */
export interface SimulatedInstances {
  /** Starts the instance where it does not run yet; the same times come back on every later call. */
  ensure(machine: DevMachine, now: Date): InstanceTimes;
  delete(machine: DevMachine): void;
}

/** Startup delays are as specified, each lengthened by up to its jitter, drawn once per instance (spec DEV-07). */
export function createSimulatedInstances(random: () => number): SimulatedInstances {
  const times = new Map<string, InstanceTimes>();
  return {
    ensure({ metadata: { uid = '' }, spec: { backend } }, now) {
      const known = times.get(uid);
      if (known) return known;
      const { vm, node, etcd, apiServer } = backend.inMemory ?? {};
      const vmAt = now.getTime() + startupMs(vm, random);
      const nodeAt = vmAt + startupMs(node, random);
      const instance = { vm: vmAt, node: nodeAt, etcd: nodeAt + startupMs(etcd, random), apiServer: nodeAt + startupMs(apiServer, random) };
      times.set(uid, instance);
      return instance;
    },
    delete: ({ metadata: { uid = '' } }) => void times.delete(uid),
  };
}

function startupMs(component: InMemoryComponentSpec | undefined, random: () => number): number {
  const { startupDuration, startupJitter } = component?.provisioning ?? {};
  const duration = parseGoDuration(startupDuration ?? '0') ?? 0;
  const jitter = Number(startupJitter ?? 0);
  return duration + (jitter > 0 ? random() * jitter * duration : 0);
}
