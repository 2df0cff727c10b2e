import { groups, users } from './accounts.ts';
import { arrays, disks, filesystems } from './disks.ts';
import { complain, integer, list, requiredText, struct, unsupported, type Reader } from './field-readers.ts';
import { checkFilesystemNames, directories, files, links, type Storage } from './files.ts';
import { Findings, type Finding } from './findings.ts';
import type { IgnitionConfig } from './ignition-config.ts';
import { ignitionSection } from './remote-sources.ts';
import { locksmithSection, updateFile, updateSection, type Locksmith, type Update } from './updates.ts';
import { networkdUnits, systemdUnits } from './units.ts';

/** What the readers below make of a document. */
interface Sections {
  readonly ignition?: object;
  readonly passwd?: object;
  readonly networkd?: object;
  readonly storage?: Storage;
  readonly systemd?: { readonly units?: readonly object[] };
  readonly docker?: { readonly flags?: readonly string[] };
  readonly update?: Update;
  readonly locksmith?: Locksmith;
}

const version: Reader = (value, place) => {
  if (integer(value, place) !== undefined) complain(place, 'invalid version, only version 0 is supported');
  return undefined;
};

const sections = struct<Sections>({
  version: ['version', version],
  ignition: ['ignition', ignitionSection],
  storage: ['storage', struct({ disks: ['disks', disks], raid: ['raid', arrays], filesystems: ['filesystems', filesystems], files: ['files', files], directories: ['directories', directories], links: ['links', links] }, checkFilesystemNames)],
  systemd: ['systemd', struct({ units: ['units', systemdUnits] })],
  networkd: ['networkd', struct({ units: ['units', networkdUnits] })],
  passwd: ['passwd', struct({ users: ['users', users], groups: ['groups', groups] })],
  docker: ['docker', struct({ flags: ['flags', list(requiredText)] })],
  update: ['update', updateSection],
  locksmith: ['locksmith', locksmithSection],
  etcd: ['etcd', unsupported('kubeadm runs etcd; configure another one with systemd.units')],
  flannel: ['flannel', unsupported('configure it with systemd.units')],
});

/** Translates a parsed Container Linux Config to Ignition v2.3. Whoever asks decides which findings refuse the result. */
export function translate(document: unknown): { readonly config: IgnitionConfig; readonly findings: readonly Finding[] } {
  const findings = new Findings();
  const config = assembled(sections(document, { path: '', findings }) ?? {});
  return { config, findings: findings.all };
}

/** Settings of parts of the operating system become units and files, as which Ignition knows them. */
function assembled({ docker, update = {}, locksmith = {}, systemd, storage, ...others }: Sections): IgnitionConfig {
  const file = updateFile(update, locksmith);
  return {
    ...others,
    ignition: { version: '2.3.0', ...others.ignition },
    storage: file ? { ...storage, files: [...(storage?.files ?? []), file] } : { ...storage },
    systemd: docker ? { units: [dockerUnit(docker.flags ?? []), ...(systemd?.units ?? [])] } : { ...systemd },
  };
}

function dockerUnit(flags: readonly string[]): object {
  return { name: 'docker.service', enable: true, dropins: [{ name: '20-clct-docker.conf', contents: `[Service]\nEnvironment="DOCKER_OPTS=${flags.join(' ')}"` }] };
}
