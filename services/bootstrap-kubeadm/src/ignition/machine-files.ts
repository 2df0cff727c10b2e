import type { KubeadmUser, NTP } from '@clusterwright/api/bootstrap/v1beta2';
import type { CloudInitFile } from '../cloud-init/write-files.ts';
import { blockText, fileContent, fileMode, fileOwner } from './file-content.ts';

/** A file in Container Linux Config. */
export interface ContainerLinuxFile {
  readonly path: string;
  readonly mode: number;
  readonly contents: { readonly inline: string | Uint8Array };
  readonly append?: boolean | undefined;
}

/** A file of the KubeadmConfig, or a certificate. Errors: `TerminalError`. */
export function writtenFile(file: CloudInitFile): ContainerLinuxFile {
  return { path: file.path, ...fileOwner(file.owner), mode: fileMode(file), contents: { inline: fileContent(file) }, append: file.append };
}

/** One file of sudo rules for each user that has some. */
export function sudoersFiles(users: readonly KubeadmUser[]): ContainerLinuxFile[] {
  return users.flatMap(({ name, sudo }) => (sudo ? [textFile(`/etc/sudoers.d/${name}`, 0o600, `${name} ${sudo}`)] : []));
}

/** Passwords are accepted from those users only whose password is explicitly not locked. */
export function sshdFiles(users: readonly KubeadmUser[]): ContainerLinuxFile[] {
  const names = users.filter(({ lockPassword }) => lockPassword === false).map(({ name }) => name);
  return names.length === 0 ? [] : [textFile('/etc/ssh/sshd_config', 0o600, `${sshdDefaults}\n\nMatch User ${names.join(',')}\n  PasswordAuthentication yes`)];
}

/** The image's own settings go with the file that is replaced. */
const sshdDefaults = `Subsystem sftp internal-sftp
ClientAliveInterval 180
UseDNS no
UsePAM yes
PrintLastLog no
PrintMotd no`;

export function ntpFiles({ enabled, servers = [] }: NTP = {}): ContainerLinuxFile[] {
  return enabled && servers.length > 0 ? [textFile('/etc/ntp.conf', 0o644, [...servers.map((server) => `server ${server}`), '', ntpAccess].join('\n'))] : [];
}

const ntpAccess = `# Others may ask for the time, slowly, and nothing else.
restrict default nomodify nopeer noquery notrap limited kod
restrict 127.0.0.1
restrict [::1]`;

/** What the service runs, once. */
export interface KubeadmRun {
  readonly command: string;
  readonly preKubeadmCommands?: readonly string[] | undefined;
  readonly postKubeadmCommands?: readonly string[] | undefined;
}

export const scriptPath = '/etc/kubeadm.sh';
export const configPath = '/etc/kubeadm.yml';

/**
 * The script: commands of the user before and after kubeadm, up to the first that fails.
 *
 * The mark tells infrastructure providers that kubeadm has succeeded. kubeadm's configuration is moved away after that, and without it the service does not
 * start again; in /tmp it is gone after a restart, together with the token in it.
 */
export function kubeadmScript({ command, preKubeadmCommands = [], postKubeadmCommands = [] }: KubeadmRun): ContainerLinuxFile {
  const lines = [
    '#!/bin/bash',
    'set -e',
    '',
    ...preKubeadmCommands,
    '',
    command,
    'mkdir -p /run/cluster-api && echo success > /run/cluster-api/bootstrap-success.complete',
    `mv ${configPath} /tmp/`,
    '',
    ...postKubeadmCommands,
  ];
  return textFile(scriptPath, 0o700, lines.join('\n'));
}

export function kubeadmConfigFile(config: string): ContainerLinuxFile {
  return textFile(configPath, 0o600, `---\n${config}`);
}

function textFile(path: string, mode: number, content: string): ContainerLinuxFile {
  return { path, mode, contents: { inline: blockText(content) } };
}
