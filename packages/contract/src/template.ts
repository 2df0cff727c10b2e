import { clusterNameLabel, groupOf, templateClonedFromGroupKindAnnotation, templateClonedFromNameAnnotation, type ObjectMeta, type OwnerReference, type UnstructuredObject } from '@clusterwright/api';
import { ContractError, readObject, readStringMap } from './path.ts';
import { metadataAt, type ObjectMetadata } from './control-plane-machine-template.ts';

const templateSuffix = 'Template';

export interface GenerateFromTemplateInput {
  readonly template: UnstructuredObject;
  readonly namespace: string;
  /** The caller picks it, so that the same object can be found or made again. */
  readonly name: string;
  readonly clusterName: string;
  readonly ownerReference?: OwnerReference | undefined;
  /** Win over those of the template's own `spec.template.metadata`. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** `spec.template.metadata` of a template (CO-06, CO-50); empty where absent. */
export function templateMetadata(template: UnstructuredObject): ObjectMetadata {
  return metadataAt(template, ['spec', 'template', 'metadata']);
}

/** `spec.template.spec.machineTemplate.metadata` of a control plane template (CO-50). */
export function templateMachineMetadata(template: UnstructuredObject): ObjectMetadata {
  return metadataAt(template, ['spec', 'template', 'spec', 'machineTemplate', 'metadata']);
}

/** `DockerMachineTemplate` → `DockerMachine`; a kind without the suffix stays. */
export function kindFromTemplateKind(kind: string): string {
  return kind.endsWith(templateSuffix) ? kind.slice(0, -templateSuffix.length) : kind;
}

/** `Kind.group`, the form of the annotation that says where an object was cloned from. */
export function groupKindString(apiVersion: string, kind: string): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
}

/**
 * The object a template describes, ready to be created. Pure: the template is not changed, parts of `spec` are shared with it.
 * Guarantees: labelled with the cluster's name, annotated with the template it came from, nothing of the template's own identity.
 * Errors: `ContractError` where `spec.template` is not an object.
 */
export function generateFromTemplate(input: GenerateFromTemplateInput): UnstructuredObject {
  const { template } = input;
  const content = readObject(template, ['spec', 'template']) ?? {};
  const { apiVersion, kind, metadata: _metadata, ...fields } = content;
  return {
    ...fields,
    apiVersion: textOr(template, apiVersion, template.apiVersion),
    kind: textOr(template, kind, kindFromTemplateKind(template.kind)),
    metadata: clonedMetadata(input),
  };
}

function clonedMetadata({ template, namespace, name, clusterName, ownerReference, labels, annotations }: GenerateFromTemplateInput): ObjectMeta {
  const own = templateMetadata(template);
  const metadata: ObjectMeta = {
    name,
    namespace,
    labels: { ...own.labels, ...labels, [clusterNameLabel]: clusterName },
    annotations: {
      ...own.annotations,
      ...annotations,
      [templateClonedFromNameAnnotation]: template.metadata.name,
      [templateClonedFromGroupKindAnnotation]: groupKindString(template.apiVersion, template.kind),
    },
  };
  return ownerReference ? { ...metadata, ownerReferences: [ownerReference] } : metadata;
}

function textOr(template: UnstructuredObject, value: unknown, fallback: string): string {
  if (value === undefined || value === '') return fallback;
  if (typeof value === 'string') return value;
  throw new ContractError(`failed to clone ${template.kind} ${template.metadata.name}: .spec.template has an apiVersion or kind that is not a string`);
}

/** The template an object was cloned from, as its annotations say. */
export function clonedFrom(object: UnstructuredObject): { readonly name: string; readonly groupKind: string } | undefined {
  const annotations = readStringMap(object, ['metadata', 'annotations']);
  const name = annotations?.[templateClonedFromNameAnnotation];
  const groupKind = annotations?.[templateClonedFromGroupKindAnnotation];
  return name !== undefined && groupKind !== undefined ? { name, groupKind } : undefined;
}
