import type { FieldError } from '../../../field-error.ts';
import type { ReceivedPart } from '../../../received.ts';
import type { JoinConfiguration } from './join-configuration.schema.ts';
import type { KubeadmConfigSpec } from './kubeadm-config-spec.schema.ts';
import { validateIgnition } from './ignition.validation.ts';
import type { ContentSource } from './operating-system.schema.ts';

export interface KubeadmConfigValidationOptions {
  /** Feature gate KubeadmBootstrapFormatIgnition. */
  readonly ignition: boolean;
}

/** What a schema cannot say about a KubeadmConfigSpec (spec KB-20). `path` is where it stands: `spec`, `spec.template.spec`. */
export function validateKubeadmConfigSpec(spec: KubeadmConfigSpec, path: string, options: KubeadmConfigValidationOptions): FieldError[] {
  return [
    ...validateFiles(spec.files, `${path}.files`),
    ...validateUsers(spec.users, `${path}.users`),
    ...validateIgnition(spec, path, options.ignition),
    ...validateDiskLayouts(spec.diskSetup, `${path}.diskSetup.partitions`),
    ...validateDiscoveryUser(spec.joinConfiguration, `${path}.joinConfiguration`),
  ];
}

/**
 * Both timeouts of a control plane must agree: the machine that starts it and those that join share one field in the older API.
 * Not for single machines, which only do the one or the other.
 */
export function validateControlPlaneTimeouts(spec: KubeadmConfigSpec, path: string): FieldError[] {
  const timeouts = { init: timeoutText(spec.initConfiguration), join: timeoutText(spec.joinConfiguration) };
  if (timeouts.init === timeouts.join) return [];
  const detail = `controlPlaneComponentHealthCheckSeconds must be set to the same value both in initConfiguration.timeouts (${timeouts.init}) and in joinConfiguration.timeouts (${timeouts.join})`;
  return (['init', 'join'] as const).map((kind) => ({
    field: `${path}.${kind}Configuration.timeouts.controlPlaneComponentHealthCheckSeconds`,
    type: 'Invalid',
    value: timeouts[kind],
    detail,
  }));
}

const tokenPattern = /^[a-z0-9]{6}\.[a-z0-9]{16}$/;

/**
 * Why the bootstrap tokens of a spec cannot be read at all; undefined where they can, or there are none. The message names the path, never the token.
 *
 * A request with such a token is answered with 400 instead of 422, as by webhooks that decode tokens before they look at the object.
 */
export function unreadableBootstrapToken(spec: ReceivedPart<KubeadmConfigSpec>, path: string): string | undefined {
  const tokens = spec.initConfiguration?.bootstrapTokens;
  // Before the schema is checked: anything may stand there.
  const index = Array.isArray(tokens) ? tokens.findIndex((token) => token?.token !== undefined && !tokenPattern.test(token.token)) : -1;
  return index < 0 ? undefined : `${path}.initConfiguration.bootstrapTokens[${index}].token is not of the form id.secret (${tokenPattern.source})`;
}

function timeoutText(configuration: Pick<JoinConfiguration, 'timeouts'> | undefined): string {
  return String(configuration?.timeouts?.controlPlaneComponentHealthCheckSeconds ?? 'unset');
}

// Values of these fields can be secret: messages show the path or name in their place.

function validateFiles(files: KubeadmConfigSpec['files'] = [], path: string): FieldError[] {
  return files.flatMap(({ path: file, content, contentFrom }, index): FieldError[] => {
    const field = `${path}[${index}]`;
    const isRepeated = files.findIndex((other) => other.path === file) < index;
    return [
      ...(content && contentFrom ? [{ field, type: 'Invalid' as const, value: file, detail: 'only one of content or contentFrom may be specified for a single file' }] : []),
      ...validateSource(contentFrom, `${field}.contentFrom`),
      ...(isRepeated ? [{ field: `${field}.path`, type: 'Invalid' as const, value: file, detail: 'path property must be unique among all files' }] : []),
    ];
  });
}

function validateUsers(users: KubeadmConfigSpec['users'] = [], path: string): FieldError[] {
  return users.flatMap(({ name, passwd, passwdFrom }, index): FieldError[] => {
    const field = `${path}[${index}]`;
    return [
      ...(passwd && passwdFrom ? [{ field, type: 'Invalid' as const, value: name, detail: 'only one of passwd or passwdFrom may be specified for a single user' }] : []),
      ...validateSource(passwdFrom, `${field}.passwdFrom`),
    ];
  });
}

function validateSource(source: ContentSource | undefined, path: string): FieldError[] {
  if (!source) return [];
  const required = (name: 'name' | 'key'): FieldError[] =>
    source.secret?.[name] ? [] : [{ field: `${path}.secret.${name}`, type: 'Required', detail: `secret file source must specify non-empty secret ${name}` }];
  return [...required('name'), ...required('key')];
}

function validateDiskLayouts(diskSetup: KubeadmConfigSpec['diskSetup'], path: string): FieldError[] {
  return (diskSetup?.partitions ?? []).flatMap(({ diskLayout = [] }, index): FieldError[] => {
    const total = diskLayout.reduce((sum, { percentage }) => sum + percentage, 0);
    return total > 100 ? [{ field: `${path}[${index}].diskLayout`, type: 'Invalid', value: total, detail: 'the sum of all partition percentages must not be greater than 100' }] : [];
  });
}

function validateDiscoveryUser(join: JoinConfiguration | undefined, path: string): FieldError[] {
  const user = join?.discovery?.file?.kubeConfig?.user;
  if (!user?.authProvider || !user.exec) return [];
  // Upstream's path is spelled with a small c here.
  return [{ field: `${path}.discovery.file.kubeconfig.user`, type: 'Invalid', value: user.exec.command, detail: 'only one of authProvider or exec must be defined' }];
}
