import { BootstrapDataError } from './bootstrap-plan.ts';
import type { RunStep } from './bootstrap-plan.ts';
import { flagOf, listOf, mapping, optionalText, partOf, textOf, wordsOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { shellWord } from './shell-words.ts';

const mountDefaults = ['auto', 'defaults,nofail', '0', '2'] as const;

/** `mounts`: noted for the next start and mounted; a container may not have the device, so failure is tolerated. */
export function mountSteps(mounts: Part): readonly RunStep[] {
  return listOf(mounts).flatMap((mount) => {
    const [device = '', target = 'none', ...options] = listOf(mount).map((field) => optionalText(field) ?? '');
    if (device === '') throw new BootstrapDataError(mount.field, 'expected a device and a folder');
    // cloud-init's way of saying: not this one.
    if (!target.startsWith('/')) return [];
    const line = [device, target, ...mountDefaults.map((otherwise, index) => options[index] || otherwise)].join('\t');
    const script = `mkdir -p ${shellWord(target)} && printf '%s\\n' ${shellWord(line)} >> /etc/fstab && mount ${shellWord(target)}`;
    return [{ kind: 'run', what: `mount ${device} at ${target}`, command: ['/bin/sh', '-c', script], mayFail: true }];
  });
}

/** `hostname` and `fqdn`, unless the document wants the name of the machine preserved. */
export function hostnameSteps(document: Part): readonly RunStep[] {
  const hostname = optionalText(partOf(document, 'hostname'));
  const fqdn = optionalText(partOf(document, 'fqdn'));
  const prefersFqdn = flagOf(partOf(document, 'prefer_fqdn_over_hostname'), false);
  const preserved = flagOf(partOf(document, 'preserve_hostname'), false);
  const name = (prefersFqdn && fqdn) || hostname || fqdn?.split('.')[0];
  if (preserved || !name) return [];
  // The file is a mount of the engine: it can be written and not replaced.
  return [{ kind: 'run', what: `set the hostname to ${name}`, command: ['/bin/sh', '-c', 'printf "%s\\n" "$1" > /etc/hostname && hostname "$1"', 'sh', name] }];
}

/** `ntp`: containers have the host's clock, so this only leaves the configuration of systemd's client. */
export function ntpSteps(ntp: Part): readonly RunStep[] {
  mapping(ntp);
  if (ntp.value === undefined || ntp.value === null || !flagOf(partOf(ntp, 'enabled'), true)) return [];
  const servers = [...listOf(partOf(ntp, 'servers')).map(textOf), ...wordsOf(partOf(ntp, 'pools'))];
  const script = [
    'mkdir -p /etc/systemd/timesyncd.conf.d',
    'printf "[Time]\\nNTP=%s\\n" "$1" > /etc/systemd/timesyncd.conf.d/cloud-init.conf',
    'systemctl try-restart systemd-timesyncd.service',
  ].join(' && ');
  return [{ kind: 'run', what: 'configure time servers', command: ['/bin/sh', '-c', script, 'sh', servers.join(' ')], mayFail: true }];
}
