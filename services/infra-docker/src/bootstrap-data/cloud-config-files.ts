import { BootstrapDataError } from './bootstrap-plan.ts';
import type { WriteFileStep } from './bootstrap-plan.ts';
import { flagOf, listOf, optionalText, partOf, textOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { decodedContent } from './encoded-content.ts';
import { kubeadmConfigInContainer } from './kubeadm-in-containers.ts';

/** Where KubeadmConfigs put kubeadm's configuration. */
const kubeadmConfigPaths = ['/run/kubeadm/kubeadm.yaml', '/run/kubeadm/kubeadm-join-config.yaml'];

/** `write_files`, in its order. */
export function fileSteps(files: Part): readonly WriteFileStep[] {
  return listOf(files).filter((file) => !isDeferred(file)).map(fileStep);
}

/** Those that wait for users and packages. */
export function deferredFileSteps(files: Part): readonly WriteFileStep[] {
  return listOf(files).filter(isDeferred).map(fileStep);
}

function isDeferred(file: Part): boolean {
  return flagOf(partOf(file, 'defer'), false);
}

function fileStep(file: Part): WriteFileStep {
  const path = textOf(partOf(file, 'path')).trim();
  if (!path.startsWith('/')) throw new BootstrapDataError(`${file.field}.path`, 'expected an absolute path');
  if (partOf(file, 'source').value !== undefined) throw new BootstrapDataError(`${file.field}.source`, 'files from elsewhere are not supported');
  const append = flagOf(partOf(file, 'append'), false);
  return {
    kind: 'writeFile',
    what: `${append ? 'append to' : 'write'} ${path}`,
    path, append,
    content: content(file, path),
    permissions: permissions(partOf(file, 'permissions')),
    owner: optionalText(partOf(file, 'owner'))?.trim() || 'root:root',
  };
}

function content(file: Part, path: string): Uint8Array {
  const { field, value } = partOf(file, 'content');
  const given = typeof value === 'string' || value instanceof Uint8Array ? value : optionalText({ field, value }) ?? '';
  const decoded = decodedContent(field, given, optionalText(partOf(file, 'encoding')));
  return kubeadmConfigPaths.includes(path) ? Buffer.from(kubeadmConfigInContainer(field, Buffer.from(decoded).toString())) : decoded;
}

/** A number has been read as octal already. */
function permissions({ field, value }: Part): string {
  const text = typeof value === 'number' ? value.toString(8) : optionalText({ field, value })?.trim();
  if (!text) return '0644';
  if (!/^(0o?)?[0-7]{3,4}$/.test(text)) throw new BootstrapDataError(field, 'expected octal digits such as 0644');
  return text.replace(/^0o/, '0');
}
