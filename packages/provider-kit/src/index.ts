export type * from './workload-cluster/workload-clusters.ts';
