import { BootstrapDataError } from './bootstrap-plan.ts';
import type { BootstrapPlan, BootstrapStep, RunStep, WriteFileStep } from './bootstrap-plan.ts';
import { userStep } from './cloud-config-users.ts';
import { flagOf, listOf, mapping, optionalText, partOf, textOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { dataUrlContent } from './data-url.ts';
import { unitSteps } from './ignition-units.ts';
import { kubeadmCommandInContainer, kubeadmConfigInContainer } from './kubeadm-in-containers.ts';

const kubeadmScriptPath = '/etc/kubeadm.sh';
const kubeadmConfigPath = '/etc/kubeadm.yml';
/** What means nothing without disks of one's own or a network of one's own. */
const meaningless = ['storage.disks', 'storage.raid', 'storage.filesystems', 'storage.luks', 'networkd', 'kernelArguments'];

/** The steps of an Ignition configuration, version 2 or 3: accounts, folders, files and links first, then units. Errors: `BootstrapDataError`. */
export function planIgnition(text: string): BootstrapPlan {
  const document: Part = { field: '', value: parsed(text) };
  textOf(partOf(partOf(document, 'ignition'), 'version'));
  const storage = partOf(document, 'storage');
  return {
    steps: [
      ...accountSteps(partOf(document, 'passwd')),
      ...listOf(partOf(storage, 'directories')).map(folderStep),
      ...listOf(partOf(storage, 'files')).flatMap(fileSteps),
      ...listOf(partOf(storage, 'links')).map(linkStep),
      ...unitSteps(partOf(partOf(document, 'systemd'), 'units')),
    ],
    ignored: meaningless.filter((path) => path.split('.').reduce(partOf, document).value !== undefined),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may be secret.
    throw new BootstrapDataError('document', 'is not JSON');
  }
}

function accountSteps(passwd: Part): readonly RunStep[] {
  const groups = listOf(partOf(passwd, 'groups')).map((group): RunStep => {
    const name = textOf(partOf(group, 'name'));
    return { kind: 'run', what: `create group ${name}`, command: ['groupadd', '-f', name] };
  });
  const users = listOf(partOf(passwd, 'users')).map((user) => {
    const text = (key: string): string | undefined => optionalText(partOf(user, key)) || undefined;
    const texts = (key: string): readonly string[] => listOf(partOf(user, key)).map(textOf);
    return userStep({
      name: textOf(partOf(user, 'name')),
      gecos: text('gecos'), homeFolder: text('homeDir'), shell: text('shell'), primaryGroup: text('primaryGroup'), uid: text('uid'),
      groups: texts('groups'), passwordHash: text('passwordHash'), authorizedKeys: texts('sshAuthorizedKeys'),
      noHomeFolder: flagOf(partOf(user, 'noCreateHome'), false), system: flagOf(partOf(user, 'system'), false),
    });
  });
  return [...groups, ...users];
}

function folderStep(folder: Part): RunStep {
  const path = absolutePath(folder);
  const script = 'mkdir -p "$1" && chmod "$2" "$1" && chown "$3" "$1"';
  return { kind: 'run', what: `make folder ${path}`, command: ['/bin/sh', '-c', script, 'sh', path, mode(partOf(folder, 'mode'), '0755'), owner(folder)] };
}

function linkStep(link: Part): RunStep {
  const path = absolutePath(link);
  const kind = flagOf(partOf(link, 'hard'), false) ? '-f' : '-sfn';
  return { kind: 'run', what: `link ${path}`, command: ['/bin/sh', '-c', 'mkdir -p "$(dirname "$2")" && ln "$3" "$1" "$2"', 'sh', textOf(partOf(link, 'target')), path, kind] };
}

/** The content, then what is appended to it (version 3). */
function fileSteps(file: Part): readonly BootstrapStep[] {
  const path = absolutePath(file);
  const contents = partOf(file, 'contents');
  const appended = partOf(file, 'append');
  // Version 2 says with a flag that the content is appended.
  const isAppended = appended.value === true;
  const pieces = Array.isArray(appended.value) ? listOf(appended) : [];
  const common = { kind: 'writeFile', path, permissions: mode(partOf(file, 'mode'), '0644'), owner: owner(file) } as const;
  const whole: WriteFileStep = { ...common, what: `${isAppended ? 'append to' : 'write'} ${path}`, append: isAppended, content: adapted(path, dataUrlContent(contents), contents.field) };
  return [
    ...(contents.value === undefined && pieces.length > 0 ? [] : [whole]),
    ...pieces.map((piece): WriteFileStep => ({ ...common, what: `append to ${path}`, append: true, content: dataUrlContent(piece) })),
  ];
}

/** What a KubeadmConfig makes of kubeadm's part, changed for containers. */
function adapted(path: string, content: Uint8Array, field: string): Uint8Array {
  const text = (): string => Buffer.from(content).toString();
  if (path === kubeadmScriptPath) return Buffer.from(text().split('\n').map((line) => kubeadmCommandInContainer(line, 'all')).join('\n'));
  return path === kubeadmConfigPath ? Buffer.from(kubeadmConfigInContainer(field, text())) : content;
}

function absolutePath(item: Part): string {
  mapping(item);
  const { field, value } = partOf(item, 'path');
  const path = textOf({ field, value });
  if (!path.startsWith('/')) throw new BootstrapDataError(field, 'expected an absolute path');
  return path;
}

/** JSON has no octal numbers: 420 is 0644. */
function mode({ field, value }: Part, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0o7777) throw new BootstrapDataError(field, 'expected a file mode as a decimal number');
  return value.toString(8).padStart(4, '0');
}

function owner(item: Part): string {
  const of = (key: string): string => {
    const part = partOf(item, key);
    return optionalText(partOf(part, 'name')) ?? optionalText(partOf(part, 'id')) ?? 'root';
  };
  return `${of('user')}:${of('group')}`;
}
