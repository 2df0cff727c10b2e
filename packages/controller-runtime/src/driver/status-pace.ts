import type { Condition, KubeObject } from '@clusterwright/api';
import { elapsed } from '../clock.ts';
import type { Clock } from '../clock.ts';

/**
 * How much a change of status matters to others: a `milestone` is a field they act on, Ready or Available changing, or the
 * last replica becoming available; a `flip` changes another condition's status or a counter; `text` only says the same in other words (reason, message, conditions of the old API).
 */
export type StatusChange = 'milestone' | 'flip' | 'text';

/**
 * Lets status writes of one object gather, so that a burst of events is one request: milestones go out at once; flips after a moment, and some seconds after the last
 * write; text waits for company for longer. What is held back is computed anew by the next pass, so nothing is lost with the process.
 */
export interface StatusPace {
  /** Milliseconds to hold the write back; 0 to write now. */
  waitMs(object: KubeObject, change: StatusChange): number;
  wrote(): void;
}

/** No pacing, for drivers without a queue. */
export const unpaced: StatusPace = { waitMs: () => 0, wrote: () => undefined };

const flipIntervalMs = 3000;
/** What happens together, to the machines of a set or in the steps of one machine, arrives within this time. */
const flipDelayMs = 500;
const textDelayMs = 15_000;
/** Creation times are cut to whole seconds. */
const newObjectMs = 2000;

/** Conditions that others, and people, wait for. */
const headlines = ['Ready', 'Available'];
/** Fields that only describe. */
const textual = new Set(['conditions', 'deprecated', 'observedGeneration', 'lastUpdated']);
/** Fields that others show, but do not wait for. */
const descriptive = new Set([...textual, 'phase', 'replicas', 'readyReplicas', 'availableReplicas', 'upToDateReplicas', 'versions', 'version', 'selector', 'controlPlane', 'workers', 'nodeInfo', 'certificatesExpiryDate', 'expectedMachines', 'currentHealthy', 'remediationsAllowed', 'targets']);

/** Classifies a status patch against the object it changes. Pure. */
export function statusChangeOf({ status }: Record<string, unknown>, object: KubeObject): StatusChange {
  const fields = Object.keys(status as object);
  if (fields.some((field) => !descriptive.has(field)) || isFullyAvailable(status as object, object)) return 'milestone';
  const next = (status as { conditions?: Condition[] }).conditions;
  const current = conditionsIn(object);
  if (next && current.length > 0 && headlines.some((type) => statusIn(next, type) !== statusIn(current, type))) return 'milestone';
  const isText = fields.every((field) => textual.has(field)) && (!next || sameStatuses(next, current));
  return isText ? 'text' : 'flip';
}

/** A set of machines has become complete: its owners wait for that. */
function isFullyAvailable(status: { availableReplicas?: number }, { spec }: KubeObject & { spec?: { replicas?: number } }): boolean {
  return status.availableReplicas !== undefined && status.availableReplicas > 0 && status.availableReplicas === spec?.replicas;
}

function conditionsIn(object: KubeObject): readonly Condition[] {
  return (object as { status?: { conditions?: Condition[] } }).status?.conditions ?? [];
}

function statusIn(conditions: readonly Condition[], type: string): string | undefined {
  return conditions.find((condition) => condition.type === type)?.status;
}

function sameStatuses(next: readonly Condition[], current: readonly Condition[]): boolean {
  const known = new Map(current.map(({ type, status }) => [type, status]));
  return next.length === known.size && next.every(({ type, status }) => known.get(type) === status);
}

/** Keeps the pace of all objects of one controller. */
export class StatusPaces {
  readonly #clock: Clock;
  readonly #writtenAt = new Map<string, number>();
  readonly #heldSince = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(name: string): StatusPace {
    return {
      waitMs: (object, change) => Math.max(0, this.#waitMs(name, object, change)),
      wrote: () => {
        this.#writtenAt.set(name, this.#nowMs());
        this.#heldSince.delete(name);
      },
    };
  }

  /** The object is gone. */
  drop(name: string): void {
    this.#writtenAt.delete(name);
    this.#heldSince.delete(name);
  }

  #waitMs(name: string, { metadata }: KubeObject, change: StatusChange): number {
    switch (change) {
      case 'milestone':
        return 0;
      case 'flip': {
        const writtenAt = this.#writtenAt.get(name);
        if (writtenAt !== undefined) return Math.max(writtenAt + flipIntervalMs, this.#since(name) + flipDelayMs) - this.#nowMs();
        // The server's clock may be ahead of ours.
        return Math.min(newObjectMs, new Date(metadata.creationTimestamp ?? 0).getTime() + newObjectMs - this.#clock.now().getTime());
      }
      case 'text':
        return this.#since(name) + textDelayMs - this.#nowMs();
    }
  }

  /** When the first of the changes that are held back was seen. */
  #since(name: string): number {
    const since = this.#heldSince.get(name) ?? this.#nowMs();
    this.#heldSince.set(name, since);
    return since;
  }

  #nowMs(): number {
    return elapsed(this.#clock);
  }
}
