export * from './client.fake.ts';
export * from './reconcile-context.fake.ts';
export { deepFreeze } from './object-store.ts';
export * from './control-plane/binaries.ts';
export * from './control-plane/control-plane.ts';
export * from './control-plane/errors.ts';
export { renderKubeconfig } from './control-plane/kubeconfig.ts';
export * from './control-plane/install.ts';
export * from './integration.ts';
