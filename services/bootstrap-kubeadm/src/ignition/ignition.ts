import type { KubeadmConfigSpec, KubeadmUser } from '@clusterwright/api/bootstrap/v1beta2';
import { validateIgnition } from '@clusterwright/api/bootstrap/v1beta2/kubeadm-config-spec/ignition.validation';
import { TerminalError } from '@clusterwright/api/errors';
import { verbosityFlag, type MachineData } from '../cloud-init/cloud-init.ts';
import { describeFindings, fatal, Findings } from '../container-linux-config/findings.ts';
import { appendConfig, type IgnitionConfig } from '../container-linux-config/ignition-config.ts';
import { readYaml } from '../container-linux-config/read-yaml.ts';
import { translate } from '../container-linux-config/translate.ts';
import { diskSections, mountUnits } from './disks.ts';
import { configPath, kubeadmConfigFile, kubeadmScript, ntpFiles, scriptPath, sshdFiles, sudoersFiles, writtenFile } from './machine-files.ts';

/** What machines' Ignition documents are made of. Files and users are resolved: no references to Secrets, no templates. */
export interface IgnitionMachine extends MachineData {
  readonly spec: KubeadmConfigSpec;
}

/** The document of the machine that starts a cluster: `kubeadm init` with both of kubeadm's configurations (spec KB-18). Errors: `TerminalError`. */
export function initIgnition(machine: IgnitionMachine & { readonly clusterConfiguration: string; readonly initConfiguration: string }): string {
  return ignition(machine, 'init', `${machine.clusterConfiguration}\n---\n${machine.initConfiguration}`);
}

/** The document of a machine that joins, in the control plane or as a worker. Errors: `TerminalError`. */
export function joinIgnition(machine: IgnitionMachine & { readonly joinConfiguration: string }): string {
  return ignition(machine, 'join', machine.joinConfiguration);
}

function ignition(machine: IgnitionMachine, subcommand: 'init' | 'join', kubeadmConfig: string): string {
  requireSupported(machine.spec);
  const command = `kubeadm ${subcommand} --config ${configPath} ${verbosityFlag(machine)}`;
  const { config, findings } = translate(machineConfig(machine, command, kubeadmConfig));
  // All of it is ours or of the KubeadmConfig: even a warning is a mistake.
  if (findings.length > 0) throw new TerminalError(`spec does not make a valid Ignition configuration: ${describeFindings(findings)}`);
  const additional = additionalConfig(machine.spec);
  return JSON.stringify(additional ? appendConfig(config, additional) : config);
}

/** Webhooks say the same, but they may have been off, and a user that should be inactive must not become an active one. */
function requireSupported(spec: KubeadmConfigSpec): void {
  const [problem] = validateIgnition({ ...spec, format: 'ignition' }, 'spec', true);
  if (problem) throw new TerminalError(`${problem.field}: ${problem.detail ?? 'not supported with format ignition'}`);
}

function additionalConfig(spec: KubeadmConfigSpec): IgnitionConfig | undefined {
  const additional = translatedAdditionalConfig(spec);
  if (!additional) return undefined;
  const refused = fatal(additional.findings, spec.ignition?.containerLinuxConfig?.strict ?? false);
  if (refused.length > 0) throw new TerminalError(`spec.ignition.containerLinuxConfig.additionalConfig: ${describeFindings(refused)}`);
  return additional.config;
}

/** What is dubious in the user's additional configuration, though it does not refuse it; undefined where nothing is. */
export function ignitionWarnings(spec: KubeadmConfigSpec): string | undefined {
  const findings = spec.format === 'ignition' ? translatedAdditionalConfig(spec)?.findings : undefined;
  return findings?.length ? describeFindings(findings) : undefined;
}

function translatedAdditionalConfig({ ignition: settings }: KubeadmConfigSpec): ReturnType<typeof translate> | undefined {
  const text = settings?.containerLinuxConfig?.additionalConfig;
  if (text === undefined || text === '') return undefined;
  const reading = new Findings();
  const { config, findings } = translate(readYaml(text, reading));
  return { config, findings: [...reading.all, ...findings] };
}

/** The machine as Container Linux Config, so that one translation checks both. */
function machineConfig({ files, users, spec }: IgnitionMachine, command: string, kubeadmConfig: string): object {
  const { preKubeadmCommands, postKubeadmCommands, ntp, diskSetup, mounts } = spec;
  return {
    passwd: { users: users.map(account) },
    systemd: { units: [kubeadmService, ...(ntp?.enabled ? [{ name: 'ntpd.service', enabled: true }] : []), ...mountUnits(mounts, diskSetup)] },
    storage: {
      ...diskSections(diskSetup),
      files: [
        ...sudoersFiles(users),
        ...sshdFiles(users),
        ...files.map(writtenFile),
        kubeadmScript({ command, preKubeadmCommands, postKubeadmCommands }),
        kubeadmConfigFile(kubeadmConfig),
        ...ntpFiles(ntp),
      ],
    },
  };
}

function account({ name, gecos, groups, homeDir, shell, passwd, primaryGroup, sshAuthorizedKeys }: KubeadmUser): object {
  return {
    name, gecos, shell,
    groups: groups?.split(',').map((group) => group.trim()).filter((group) => group !== ''),
    home_dir: homeDir,
    password_hash: passwd || undefined,
    primary_group: primaryGroup,
    ssh_authorized_keys: sshAuthorizedKeys,
  };
}

/** Runs the script once: without kubeadm's configuration, which the script moves away, it does not start. */
const kubeadmService = {
  name: 'kubeadm.service',
  enabled: true,
  contents: `[Unit]
Description=kubeadm
ConditionPathExists=${configPath}
After=network.target
[Service]
Type=oneshot
ExecStart=/bin/bash ${scriptPath}
[Install]
WantedBy=multi-user.target
`,
};
