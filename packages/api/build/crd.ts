import type { CustomResourceDefinition } from '../src/kubernetes.ts';
import type { CrdHead } from '../src/schema/crd-head.ts';
import type { KindDefinition } from './kinds.ts';
import { schemaProblems } from './schema-check.ts';
import { toStructural, walk, type StructuralSchema } from './structural-schema.ts';

/** A CustomResourceDefinition with a schema that is still typed. */
export type GeneratedCrd = Omit<CustomResourceDefinition, 'metadata'> & { metadata: { name: string } };

/**
 * Builds the CustomResourceDefinition of a kind.
 *
 * Errors: throws with every problem that the API server or our conventions have with it.
 */
export function buildCrd({ head, schema }: KindDefinition): GeneratedCrd {
  const { resource } = head;
  const openAPIV3Schema = toStructural(schema);
  const problems = [...schemaProblems(openAPIV3Schema), ...headProblems(head, openAPIV3Schema)];
  if (problems.length > 0) throw new Error(`${resource.kind}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${resource.plural}.${resource.group}` },
    spec: {
      group: resource.group,
      scope: resource.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: resource.kind,
        listKind: `${resource.kind}List`,
        plural: resource.plural,
        singular: resource.kind.toLowerCase(),
        ...(head.shortNames.length > 0 ? { shortNames: [...head.shortNames] } : {}),
        categories: ['cluster-api'],
      },
      versions: [
        {
          name: resource.version,
          served: true,
          storage: true,
          ...(head.deprecated ? { deprecated: true } : {}),
          ...subresources(head),
          additionalPrinterColumns: head.columns.map((column) => ({ ...column })),
          schema: { openAPIV3Schema: { ...openAPIV3Schema } },
        },
      ],
    },
  };
}

function subresources({ status, scale }: CrdHead): Pick<CustomResourceDefinition['spec']['versions'][number], 'subresources'> {
  if (!status && !scale) return {};
  return { subresources: { ...(scale ? { scale: { ...scale } } : {}), ...(status ? { status: {} } : {}) } };
}

function headProblems({ scale, status }: CrdHead, schema: StructuralSchema): string[] {
  const paths = new Set([...walk(schema)].map(({ path }) => path));
  const lost = Object.entries(scale ?? {}).filter(([, path]) => !paths.has(path));
  return [
    ...lost.map(([key, path]) => `scale.${key} points to ${path}, which does not exist`),
    ...(status && !paths.has('.status') ? ['has a status subresource, but no status'] : []),
  ];
}
