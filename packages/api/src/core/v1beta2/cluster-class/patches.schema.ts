import { groupVersion, kindName } from '../../../schema/limits.ts';
import { anyValue, boolean, described, enumeration, listAtomic, map, object, optional, string, unboundedString, type Static } from '../../../schema/schema.ts';

/** Chooses worker groups by their class. */
export const PatchSelectorMatchClassSchema = object({
  names: optional(
    listAtomic(string({ minLength: 1, maxLength: 256 }), {
      maxItems: 100,
      description: 'names lists the classes; a * at the start or end, or alone, stands for anything.',
    }),
  ),
});

export interface PatchSelectorMatchClass extends Static<typeof PatchSelectorMatchClassSchema> {}

/** Chooses templates by the place where the class uses them. */
export const PatchSelectorMatchSchema = object(
  {
    controlPlane: optional(boolean({ description: 'controlPlane chooses the templates of the control plane and its machines.' })),
    infrastructureCluster: optional(boolean({ description: 'infrastructureCluster chooses the template of the InfraCluster.' })),
    machineDeploymentClass: optional(described(PatchSelectorMatchClassSchema, 'machineDeploymentClass chooses templates of MachineDeployment classes.')),
    machinePoolClass: optional(described(PatchSelectorMatchClassSchema, 'machinePoolClass chooses templates of MachinePool classes.')),
  },
  { minProperties: 1 },
);

export interface PatchSelectorMatch extends Static<typeof PatchSelectorMatchSchema> {}

/** Chooses the templates that a patch changes. */
export const PatchSelectorSchema = object({
  apiVersion: string({ ...groupVersion, description: 'apiVersion is group and version of the templates.' }),
  kind: string({ ...kindName, description: 'kind is the kind of the templates.' }),
  matchResources: described(PatchSelectorMatchSchema, 'matchResources says where the class must use the templates.'),
});

export interface PatchSelector extends Static<typeof PatchSelectorSchema> {}

/** A value that is computed when the patch is applied. */
export const JSONPatchValueSchema = object({
  variable: optional(
    string({
      minLength: 1,
      maxLength: 256,
      description: 'variable names the variable whose value is taken; builtin variables and paths into a value are possible.',
    }),
  ),
  template: optional(string({ minLength: 1, maxLength: 10240, description: 'template is a Go template over the variables; its result is read as YAML.' })),
});

export interface JSONPatchValue extends Static<typeof JSONPatchValueSchema> {}

/** One operation of a JSON patch, RFC 6902. */
export const JSONPatchSchema = object({
  op: enumeration(['add', 'replace', 'remove'], { description: 'op is what to do: add, replace or remove.' }),
  path: string({ minLength: 1, maxLength: 512, description: 'path is where to do it; it must lie under /spec.' }),
  value: optional(anyValue({ description: 'value is the value to put there.' })),
  valueFrom: optional(described(JSONPatchValueSchema, 'valueFrom computes the value to put there.')),
});

export interface JSONPatch extends Static<typeof JSONPatchSchema> {}

/** A change of some templates. */
export const PatchDefinitionSchema = object({
  selector: described(PatchSelectorSchema, 'selector chooses the templates.'),
  jsonPatches: listAtomic(JSONPatchSchema, { minItems: 1, maxItems: 100, description: 'jsonPatches lists the operations, applied in this order.' }),
});

export interface PatchDefinition extends Static<typeof PatchDefinitionSchema> {}

/** A patch that a runtime extension computes. */
export const ExternalPatchDefinitionSchema = object({
  generatePatchesExtension: optional(
    string({ minLength: 1, maxLength: 512, description: 'generatePatchesExtension is the handler that answers with the patches.' }),
  ),
  validateTopologyExtension: optional(
    string({ minLength: 1, maxLength: 512, description: 'validateTopologyExtension is the handler that checks the patched topology.' }),
  ),
  discoverVariablesExtension: optional(
    string({
      minLength: 1,
      maxLength: 512,
      description: 'discoverVariablesExtension is the handler that answers with the variables that the extension knows.',
    }),
  ),
  settings: optional(map(unboundedString(), { description: 'settings are handed to the extension; they win over the settings of its ExtensionConfig.' })),
});

export interface ExternalPatchDefinition extends Static<typeof ExternalPatchDefinitionSchema> {}

/** A patch of the templates of a class. */
export const ClusterClassPatchSchema = object({
  name: string({ minLength: 1, maxLength: 256, description: 'name is the name of the patch.' }),
  description: optional(string({ minLength: 1, maxLength: 1024, description: 'description says what the patch is for.' })),
  enabledIf: optional(string({ minLength: 1, maxLength: 256, description: 'enabledIf is a Go template; the patch applies only where its result is true.' })),
  definitions: optional(listAtomic(PatchDefinitionSchema, { maxItems: 100, description: 'definitions lists the changes; it excludes external.' })),
  external: optional(described(ExternalPatchDefinitionSchema, 'external hands the patch to a runtime extension; it excludes definitions.')),
});

export interface ClusterClassPatch extends Static<typeof ClusterClassPatchSchema> {}
