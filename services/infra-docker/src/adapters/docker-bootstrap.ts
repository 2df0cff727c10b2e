import { planBootstrap } from '../bootstrap-data/plan-bootstrap.ts';
import { readBootstrapState, startBootstrap } from '../bootstrap-data/bootstrap-run.ts';
import type { ContainerEngine } from '../ports/container-engine.ts';
import type { MachineBootstrap } from '../ports/machine-bootstrap.ts';

/** Executes bootstrap data by commands inside the containers of an engine. */
export function createDockerBootstrap(engine: ContainerEngine): MachineBootstrap {
  return {
    read: (container, signal) => readBootstrapState(engine, container, signal),
    start: (container, { data, format, facts, timeoutSeconds }, signal) => startBootstrap(engine, container, planBootstrap(data, format, facts), { timeoutSeconds, signal }),
  };
}
