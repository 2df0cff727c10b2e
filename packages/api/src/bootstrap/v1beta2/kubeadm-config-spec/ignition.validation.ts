import type { FieldError } from '../../../field-error.ts';
import type { KubeadmConfigSpec } from './kubeadm-config-spec.schema.ts';

const disabled = 'can be set only if the KubeadmBootstrapFormatIgnition feature gate is enabled';
const unsupported = 'not supported when spec.format is set to: "ignition"';

/** What Ignition cannot do, and whether it may be used at all (spec KB-18). */
export function validateIgnition(spec: KubeadmConfigSpec, path: string, isEnabled: boolean): FieldError[] {
  const isIgnition = spec.format === 'ignition';
  if (!isEnabled) return [...(isIgnition ? [forbidden(`${path}.format`, disabled)] : []), ...(spec.ignition ? [forbidden(`${path}.ignition`, disabled)] : [])];
  if (isIgnition) return [...validateContent(spec, path), ...validateDisks(spec.diskSetup, `${path}.diskSetup`)];
  return spec.ignition ? [{ field: `${path}.format`, type: 'Invalid', value: spec.format ?? '', detail: 'must be set to "ignition" if spec.ignition is set' }] : [];
}

function validateContent({ users = [], files = [], bootCommands }: KubeadmConfigSpec, path: string): FieldError[] {
  return [
    ...users.flatMap(({ inactive }, index) => (inactive ? [forbidden(`${path}.users[${index}].inactive`)] : [])),
    ...files.flatMap(({ encoding }, index) => (encoding?.startsWith('gzip') ? [forbidden(`${path}.files[${index}].encoding`)] : [])),
    ...(bootCommands ? [forbidden(`${path}.bootCommands`)] : []),
  ];
}

function validateDisks({ partitions = [], filesystems = [] }: NonNullable<KubeadmConfigSpec['diskSetup']> = {}, path: string): FieldError[] {
  return [
    ...partitions.flatMap(({ tableType }, index): FieldError[] =>
      tableType && tableType !== 'gpt'
        ? [{ field: `${path}.partitions[${index}].tableType`, type: 'Invalid', value: tableType, detail: 'only partition type "gpt" is supported when spec.format is set to "ignition"' }]
        : [],
    ),
    ...filesystems.flatMap(({ replaceFS, partition }, index) => [
      ...(replaceFS ? [forbidden(`${path}.filesystems[${index}].replaceFS`)] : []),
      ...(partition ? [forbidden(`${path}.filesystems[${index}].partition`)] : []),
    ]),
  ];
}

function forbidden(field: string, detail = unsupported): FieldError {
  return { field, type: 'Forbidden', detail };
}
