export * from './resource.ts';
export * from './labels.ts';
