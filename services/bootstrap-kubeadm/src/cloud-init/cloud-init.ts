import type { DiskSetup, KubeadmConfigSpec, KubeadmUser, NTP } from '@clusterwright/api/bootstrap/v1beta2';
import { diskSections } from './disks.ts';
import { quoted } from './quoted.ts';
import { usersSection } from './users.ts';
import { writeFile, writeFiles, type CloudInitFile } from './write-files.ts';

/** What all machines' cloud-init documents are made of. Files and users are resolved: no references to Secrets, no templates. */
export interface MachineData {
  readonly files: readonly CloudInitFile[];
  readonly users: readonly KubeadmUser[];
  readonly spec: Pick<KubeadmConfigSpec, 'bootCommands' | 'preKubeadmCommands' | 'postKubeadmCommands' | 'ntp' | 'diskSetup' | 'mounts' | 'verbosity'>;
}

const configPath = '/run/kubeadm/kubeadm.yaml';
const joinConfigPath = '/run/kubeadm/kubeadm-join-config.yaml';
/** Infrastructure providers recognise a finished bootstrap by this file; the command works in POSIX shells and in PowerShell. */
const sentinelCommand = 'echo success > /run/cluster-api/bootstrap-success.complete';
const header = '## template: jinja\n#cloud-config\n';
// Its text is part of the document that must not change: infrastructure providers compare hashes of user data.
const placeholder = `-   path: /run/cluster-api/placeholder
    owner: root:root
    permissions: '0640'
    content: "This placeholder file is used to create the /run/cluster-api sub directory in a way that is compatible with both Linux and Windows (mkdir -p /run/cluster-api does not work with Windows)"`;

/** The document of the machine that starts a cluster: `kubeadm init` with both of kubeadm's configurations (spec KB-07, KB-08). */
export function initCloudConfig(machine: MachineData & { readonly clusterConfiguration: string; readonly initConfiguration: string }): string {
  const { clusterConfiguration, initConfiguration } = machine;
  const command = `'kubeadm init --config ${configPath} ${verbosityFlag(machine)} && ${sentinelCommand}'`;
  return cloudConfig(machine, kubeadmFile(configPath, `---\n${clusterConfiguration}\n---\n${initConfiguration}`), command);
}

/** The document of a machine that joins a control plane. */
export function joinControlPlaneCloudConfig(machine: MachineData & { readonly joinConfiguration: string }): string {
  return cloudConfig(machine, kubeadmFile(joinConfigPath, machine.joinConfiguration), joinCommand(machine));
}

/** The document of a machine that joins as a worker. */
export function joinWorkerCloudConfig(machine: MachineData & { readonly joinConfiguration: string }): string {
  return cloudConfig(machine, kubeadmFile(joinConfigPath, `---\n${machine.joinConfiguration}`), joinCommand(machine));
}

function kubeadmFile(path: string, content: string): CloudInitFile {
  return { path, owner: 'root:root', permissions: '0640', content };
}

const joinCommand = (machine: MachineData): string => `kubeadm join --config ${joinConfigPath} ${verbosityFlag(machine)} && ${sentinelCommand}`;
/** kubeadm's flag; empty where the verbosity is kubeadm's own. */
export const verbosityFlag = ({ spec: { verbosity } }: MachineData): string => (verbosity === undefined ? '' : `--v ${verbosity}`);

function cloudConfig({ files, users, spec }: MachineData, kubeadm: CloudInitFile, command: string): string {
  const lines = [
    header,
    writeFiles(files),
    writeFile(kubeadm),
    placeholder,
    ...(spec.bootCommands?.length ? ['bootcmd:', ...commands(spec.bootCommands)] : []),
    'runcmd:',
    ...commands(spec.preKubeadmCommands),
    `  - ${command}`,
    ...commands(spec.postKubeadmCommands),
  ];
  return `${lines.join('\n')}${ntpSection(spec.ntp)}${usersSection(users)}${disks(spec.diskSetup)}${mountsSection(spec.mounts)}\n`;
}

const commands = (given: readonly string[] = []): string[] => given.map((command) => `  - ${quoted(command)}`);
const disks = (given: DiskSetup | undefined): string => (isDefined(given) ? diskSections(given) : '');
const isDefined = <T extends object>(value: T | undefined): value is T => value !== undefined && Object.keys(value).length > 0;

function ntpSection(ntp: NTP | undefined): string {
  if (!isDefined(ntp)) return '';
  const enabled = ntp.enabled === undefined ? [] : [`  enabled: ${ntp.enabled}`];
  return ['', 'ntp:', ...enabled, '  servers:', ...(ntp.servers ?? []).map((server) => `    - ${server}`)].join('\n');
}

function mountsSection(mounts: KubeadmConfigSpec['mounts'] = []): string {
  // The empty line after each mount belongs to the document.
  return mounts.length === 0 ? '' : `\nmounts:${mounts.map((fields) => `\n  - ${fields.map((field) => `- ${field}\n    `).join('')}`).join('')}`;
}
