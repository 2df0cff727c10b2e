import { anyValue, boolean, described, enumeration, listAtomic, map, object, optional, string, type Static } from '../../../schema/schema.ts';
import { groupVersion, kindName } from '../../../schema/limits.ts';

/** PatchSelectorMatchClass is to be described. */
export const PatchSelectorMatchClassSchema = object({
  names: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'names is to be described.' })),
});

export interface PatchSelectorMatchClass extends Static<typeof PatchSelectorMatchClassSchema> {}

/** PatchSelectorMatch is to be described. */
export const PatchSelectorMatchSchema = object({
  controlPlane: optional(boolean({ description: 'controlPlane is to be described.' })),
  infrastructureCluster: optional(boolean({ description: 'infrastructureCluster is to be described.' })),
  machineDeploymentClass: optional(described(PatchSelectorMatchClassSchema, 'machineDeploymentClass is to be described.')),
  machinePoolClass: optional(described(PatchSelectorMatchClassSchema, 'machinePoolClass is to be described.')),
}, { minProperties: 1 });

export interface PatchSelectorMatch extends Static<typeof PatchSelectorMatchSchema> {}

/** PatchSelector is to be described. */
export const PatchSelectorSchema = object({
  apiVersion: string({ ...groupVersion, description: 'apiVersion is to be described.' }),
  kind: string({ ...kindName, description: 'kind is to be described.' }),
  matchResources: described(PatchSelectorMatchSchema, 'matchResources is to be described.'),
});

export interface PatchSelector extends Static<typeof PatchSelectorSchema> {}

/** JSONPatchValue is to be described. */
export const JSONPatchValueSchema = object({
  variable: optional(string({ minLength: 1, maxLength: 256, description: 'variable is to be described.' })),
  template: optional(string({ minLength: 1, maxLength: 10240, description: 'template is to be described.' })),
});

export interface JSONPatchValue extends Static<typeof JSONPatchValueSchema> {}

/** JSONPatch is to be described. */
export const JSONPatchSchema = object({
  op: enumeration(['add', 'replace', 'remove'], { description: 'op is to be described.' }),
  path: string({ minLength: 1, maxLength: 512, description: 'path is to be described.' }),
  value: optional(anyValue({ description: 'value is to be described.' })),
  valueFrom: optional(described(JSONPatchValueSchema, 'valueFrom is to be described.')),
});

export interface JSONPatch extends Static<typeof JSONPatchSchema> {}

/** PatchDefinition is to be described. */
export const PatchDefinitionSchema = object({
  selector: described(PatchSelectorSchema, 'selector is to be described.'),
  jsonPatches: listAtomic(JSONPatchSchema, { minItems: 1, maxItems: 100, description: 'jsonPatches is to be described.' }),
});

export interface PatchDefinition extends Static<typeof PatchDefinitionSchema> {}

/** ExternalPatchDefinition is to be described. */
export const ExternalPatchDefinitionSchema = object({
  generatePatchesExtension: optional(string({ minLength: 1, maxLength: 512, description: 'generatePatchesExtension is to be described.' })),
  validateTopologyExtension: optional(string({ minLength: 1, maxLength: 512, description: 'validateTopologyExtension is to be described.' })),
  discoverVariablesExtension: optional(string({ minLength: 1, maxLength: 512, description: 'discoverVariablesExtension is to be described.' })),
  settings: optional(map(string(), { description: 'settings is to be described.' })),
});

export interface ExternalPatchDefinition extends Static<typeof ExternalPatchDefinitionSchema> {}

/** ClusterClassPatch is to be described. */
export const ClusterClassPatchSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is to be described.' }),
  description: optional(string({ minLength: 1, maxLength: 1024, description: 'description is to be described.' })),
  enabledIf: optional(string({ minLength: 1, maxLength: 256, description: 'enabledIf is to be described.' })),
  definitions: optional(listAtomic(PatchDefinitionSchema, { maxItems: 100, description: 'definitions is to be described.' })),
  external: optional(described(ExternalPatchDefinitionSchema, 'external is to be described.')),
});

export interface ClusterClassPatch extends Static<typeof ClusterClassPatchSchema> {}
