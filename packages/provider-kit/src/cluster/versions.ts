/** Kubernetes versions live below the contract, which compares them too; providers find them here. */
export * from '@clusterwright/contract/versions';
