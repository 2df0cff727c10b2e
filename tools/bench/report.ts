import { byVerbAndResource, conflicts, refused, total } from './api-requests.ts';
import type { RequestCount } from './api-requests.ts';
import type { Usages } from './process-usage.ts';

/** What one phase cost. */
export interface PhaseResult {
  readonly phase: 'available' | 'idle' | 'deletion';
  readonly wallSeconds: number;
  readonly requests: readonly RequestCount[];
  readonly usage: Usages;
  /** Seconds per cluster until the phase's goal, sorted. Empty for idle. */
  readonly seconds: readonly number[];
}

export interface BenchResult {
  readonly date: string;
  readonly machine: string;
  readonly clusters: number;
  readonly controlPlanes: number;
  readonly workers: number;
  readonly floorSeconds: number;
  readonly phases: readonly PhaseResult[];
}

const managers = ['core', 'bootstrap-kubeadm', 'controlplane-kubeadm', 'infra-docker'];
const round = (value: number, digits = 1): string => value.toFixed(digits);

export function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * fraction) - 1)] ?? 0;
}

/** The result as a Markdown table, one row per measure. */
export function renderReport(result: BenchResult): string {
  const { clusters } = result;
  const rows = result.phases.flatMap((phase) => phaseRows(phase, result));
  return [
    `${result.date}, ${result.machine}: ${String(clusters)} clusters of ${String(result.controlPlanes)}+${String(result.workers)} machines, floor ${round(result.floorSeconds, 0)} s`,
    '',
    '| phase | what | value |',
    '|---|---|---|',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

function phaseRows({ phase, wallSeconds, requests, usage, seconds }: PhaseResult, { clusters, floorSeconds }: BenchResult): string[][] {
  const sumCpu = (names: readonly string[]): number => names.reduce((sum, name) => sum + (usage[name]?.cpuSeconds ?? 0), 0);
  const rss = managers.reduce((sum, name) => sum + (usage[name]?.rssMegabytes ?? 0), 0);
  const perCluster = phase === 'idle' ? (clusters * wallSeconds) / 60 : clusters;
  const unit = phase === 'idle' ? 'per cluster and minute' : 'per cluster';
  const times = `median ${round(percentile(seconds, 0.5))} s, p99 ${round(percentile(seconds, 0.99))} s, last ${round(percentile(seconds, 1))} s`;
  const top = byVerbAndResource(requests).slice(0, 8).map(({ verb, resource, count }) => `${verb} ${resource} ${round(count / perCluster)}`);
  return [
    ...(phase === 'available' ? [[phase, 'seconds until Available', `${times} (median over the floor: ${round(percentile(seconds, 0.5) - floorSeconds)} s)`]] : []),
    ...(phase === 'deletion' ? [[phase, 'seconds until gone', times]] : []),
    [phase, `API requests ${unit}`, round(total(requests) / perCluster)],
    [phase, `… of them conflicts · refused otherwise`, `${round(conflicts(requests) / perCluster, 2)} · ${round(refused(requests) / perCluster, 2)}`],
    [phase, '… most frequent', top.join(', ')],
    [phase, `manager CPU seconds ${unit}`, `${round(sumCpu(managers) / perCluster, 2)} (${managers.map((name) => `${name} ${round((usage[name]?.cpuSeconds ?? 0) / perCluster, 2)}`).join(', ')})`],
    [phase, `kube-apiserver · etcd CPU seconds ${unit}`, `${round(sumCpu(['kube-apiserver']) / perCluster, 2)} · ${round(sumCpu(['etcd']) / perCluster, 2)}`],
    [phase, 'RSS of the four managers', `${round(rss, 0)} MB (${managers.map((name) => `${name} ${round(usage[name]?.rssMegabytes ?? 0, 0)}`).join(', ')})`],
  ];
}
