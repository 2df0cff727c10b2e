/**
 * Kubernetes' own kinds, with the fields that controllers here read or write.
 *
 * Not complete on purpose: a field is added when somebody needs it.
 */
export * from './kubernetes/meta.ts';
export * from './kubernetes/configuration.ts';
export * from './kubernetes/nodes.ts';
export * from './kubernetes/workloads.ts';
export * from './kubernetes/network.ts';
export * from './kubernetes/storage.ts';
export * from './kubernetes/coordination.ts';
export * from './kubernetes/permissions.ts';
export * from './kubernetes/api-extension.ts';
