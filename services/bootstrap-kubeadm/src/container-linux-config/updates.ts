import { dataUrl } from './data-url.ts';
import { complain, inside, struct, text, textOrEmpty, type Place } from './field-readers.ts';

/** Where Container Linux gets its updates from. */
export interface Update {
  readonly group?: string;
  readonly server?: string;
  readonly PCR_POLICY_SERVER?: string;
  readonly DOWNLOAD_USER?: string;
  readonly DOWNLOAD_PASSWORD?: string;
  readonly MACHINE_ALIAS?: string;
}

/** When it may restart after an update; named as the file has it. */
export type Locksmith = Readonly<Record<string, string>>;

export const updateSection = struct<Update>(
  {
    group: ['group', text],
    server: ['server', text],
    pcr_policy_server: ['PCR_POLICY_SERVER', text],
    download_user: ['DOWNLOAD_USER', text],
    download_password: ['DOWNLOAD_PASSWORD', text],
    machine_alias: ['MACHINE_ALIAS', text],
  },
  ({ group = '', server }, place) => {
    if (!['stable', 'beta', 'alpha'].includes(group.toLowerCase()) && server === undefined) complain(inside(place, 'group'), 'unknown update group', 'warning');
  },
);

export const locksmithSection = struct<Locksmith>(
  {
    reboot_strategy: ['REBOOT_STRATEGY', textOrEmpty],
    window_start: ['LOCKSMITHD_REBOOT_WINDOW_START', textOrEmpty],
    window_length: ['LOCKSMITHD_REBOOT_WINDOW_LENGTH', textOrEmpty],
    group: ['LOCKSMITHD_GROUP', textOrEmpty],
    etcd_endpoints: ['LOCKSMITHD_ENDPOINT', textOrEmpty],
    etcd_cafile: ['LOCKSMITHD_ETCD_CAFILE', textOrEmpty],
    etcd_certfile: ['LOCKSMITHD_ETCD_CERTFILE', textOrEmpty],
    etcd_keyfile: ['LOCKSMITHD_ETCD_KEYFILE', textOrEmpty],
  },
  checkWindow,
);

function checkWindow(given: Locksmith, place: Place): void {
  const { REBOOT_STRATEGY: strategy = '', LOCKSMITHD_REBOOT_WINDOW_START: start = '', LOCKSMITHD_REBOOT_WINDOW_LENGTH: length = '' } = given;
  if (!['', 'reboot', 'etcd-lock', 'off'].includes(strategy.toLowerCase())) complain(inside(place, 'reboot_strategy'), 'unknown reboot strategy');
  if ((start === '') !== (length === '')) complain(place, 'window_start and window_length must both be specified');
  if (start !== '' && !/^((sun|mon|tue|wed|thu|fri|sat)\s+)?([01]?\d|2[0-3]):[0-5]\d$/i.test(start)) complain(inside(place, 'window_start'), 'expected a time such as 04:00 or Sun 04:00');
  if (length !== '' && !/^[-+]?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(length)) complain(inside(place, 'window_length'), 'expected a duration such as 1h30m');
}

/** The file that update-engine and locksmithd read; undefined where neither is configured. */
export function updateFile({ group, server, ...others }: Update, locksmith: Locksmith): object | undefined {
  const lines = [
    ...(group === undefined ? [] : [`GROUP=${group.toLowerCase()}`]),
    ...(server === undefined ? [] : [`SERVER=${server}`]),
    ...Object.entries(others).map(([name, value]) => `${name}=${value}`),
    ...Object.entries(locksmith).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
  ];
  return lines.length === 0 ? undefined : { filesystem: 'root', path: '/etc/coreos/update.conf', mode: 0o644, contents: { source: dataUrl(lines.join('\n')) } };
}
