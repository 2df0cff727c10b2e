export * from '@clusterwright/api/versions';
