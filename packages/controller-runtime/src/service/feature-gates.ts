import { FlagError } from './flags.ts';

/** Upstream's gates with their defaults at this version (spec 9.2). GA gates are accepted and ignored. */
const gates = {
  MachineWaitForVolumeDetachConsiderVolumeAttachments: { stage: 'GA', default: true },
  PriorityQueue: { stage: 'GA', default: true },
  ReconcilerRateLimiting: { stage: 'GA', default: true },
  MachinePool: { stage: 'Beta', default: true },
  MachineSetPreflightChecks: { stage: 'Beta', default: true },
  ClusterTopology: { stage: 'Alpha', default: false },
  KubeadmBootstrapFormatIgnition: { stage: 'Alpha', default: false },
  RuntimeSDK: { stage: 'Alpha', default: false },
  InPlaceUpdates: { stage: 'Alpha', default: false },
  MachineTaintPropagation: { stage: 'Alpha', default: false },
} as const;

export type FeatureGate = keyof typeof gates;

export interface FeatureGates {
  enabled(gate: FeatureGate): boolean;
}

/** Reads `Gate=true,Other=false`; `AllAlpha` and `AllBeta` set a whole stage. Throws FlagError for a gate nobody knows. */
export function parseFeatureGates(pairs: readonly string[]): FeatureGates {
  const chosen = new Map<string, boolean>();
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=');
    if (value !== 'true' && value !== 'false') throw new FlagError(`flag --feature-gates: ${JSON.stringify(pair)} must be Gate=true or Gate=false`);
    if (!Object.hasOwn(gates, name) && name !== 'AllAlpha' && name !== 'AllBeta') throw new FlagError(`flag --feature-gates: unknown gate ${name}, known are ${Object.keys(gates).join(', ')}`);
    chosen.set(name, value === 'true');
  }
  return {
    enabled(gate) {
      const { stage, default: fallback } = gates[gate];
      return chosen.get(gate) ?? chosen.get(`All${stage}`) ?? fallback;
    },
  };
}

/** Gates that a service accepts although it does not do all that upstream does behind them, with what is missing. */
export type PartialGates = Readonly<Partial<Record<FeatureGate, string>>>;

/** What is missing behind gates that are on; undefined where nothing is. */
export function missingBehindGates(features: FeatureGates, partial: PartialGates): PartialGates | undefined {
  // Keys of a record of gates are gates.
  const missing = Object.entries(partial).filter(([gate]) => features.enabled(gate as FeatureGate));
  return missing.length > 0 ? Object.fromEntries(missing) : undefined;
}
