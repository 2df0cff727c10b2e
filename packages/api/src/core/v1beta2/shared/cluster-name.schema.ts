import { string } from '../../../schema/schema.ts';

/** The Cluster that an object belongs to. */
export function clusterName() {
  return string({
    minLength: 1,
    maxLength: 63,
    description: 'clusterName is the name of the Cluster that the object belongs to; it is in the same namespace.',
  });
}
