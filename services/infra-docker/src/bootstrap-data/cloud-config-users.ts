import type { RunStep } from './bootstrap-plan.ts';
import { flagOf, listOf, mapping, optionalText, partOf, textOf, wordsOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { shellWord, shellWords } from './shell-words.ts';

/** A user to make where it does not exist, in the words of both cloud-init and Ignition. */
export interface UserAccount {
  readonly name: string;
  readonly gecos?: string | undefined;
  readonly homeFolder?: string | undefined;
  readonly shell?: string | undefined;
  readonly primaryGroup?: string | undefined;
  readonly groups: readonly string[];
  readonly uid?: string | undefined;
  readonly system?: boolean | undefined;
  readonly noHomeFolder?: boolean | undefined;
  readonly passwordHash?: string | undefined;
  readonly plainPassword?: string | undefined;
  readonly lockPassword?: boolean | undefined;
  readonly sudoRules?: readonly string[] | undefined;
  readonly authorizedKeys: readonly string[];
}

/** `users`; the name `default` stands for a user of the image, and node images have none. */
export function userSteps(users: Part): readonly RunStep[] {
  return listOf(users).filter(({ value }) => value !== 'default').map((user) => userStep(accountOf(typeof user.value === 'string' ? { ...user, value: { name: user.value } } : user)));
}

export function userStep(account: UserAccount): RunStep {
  return { kind: 'run', what: `create user ${account.name}`, command: ['/bin/sh', '-c', userScript(account)] };
}

function accountOf(user: Part): UserAccount {
  const text = (key: string): string | undefined => optionalText(partOf(user, key)) || undefined;
  mapping(user);
  return {
    name: textOf(partOf(user, 'name')),
    gecos: text('gecos'), homeFolder: text('homedir'), shell: text('shell'), primaryGroup: text('primary_group'), uid: text('uid'),
    groups: wordsOf(partOf(user, 'groups')),
    system: flagOf(partOf(user, 'system'), false),
    noHomeFolder: flagOf(partOf(user, 'no_create_home'), false),
    passwordHash: text('hashed_passwd') ?? text('passwd'),
    plainPassword: text('plain_text_passwd'),
    lockPassword: flagOf(partOf(user, 'lock_passwd'), true),
    sudoRules: sudoRules(partOf(user, 'sudo')),
    authorizedKeys: listOf(partOf(user, 'ssh_authorized_keys')).map(textOf),
  };
}

/** False means none; a rule may hold commas, so it is no list of words. */
function sudoRules(sudo: Part): readonly string[] {
  if (sudo.value === false) return [];
  return Array.isArray(sudo.value) ? listOf(sudo).map(textOf) : [optionalText(sudo) ?? ''].filter((rule) => rule !== '');
}

/** Ends with failure at the first command that fails. */
function userScript(account: UserAccount): string {
  const name = shellWord(account.name);
  return ['set -e', ...groupLines(account), `id -u ${name} > /dev/null 2>&1 || useradd ${useraddFlags(account)} ${name}`, ...passwordLines(account), ...sudoLines(account), ...keyLines(account)].join('\n');
}

function groupLines({ primaryGroup, groups }: UserAccount): readonly string[] {
  return [...(primaryGroup ? [primaryGroup] : []), ...groups].map((group) => `groupadd -f ${shellWord(group)}`);
}

function useraddFlags({ gecos, homeFolder, shell, primaryGroup, groups, uid, system, noHomeFolder }: UserAccount): string {
  const values: readonly (readonly [string, string | undefined])[] = [
    ['-c', gecos], ['-d', homeFolder], ['-s', shell], ['-g', primaryGroup], ['-u', uid], ['-G', groups.length > 0 ? groups.join(',') : undefined],
  ];
  const home = noHomeFolder || system ? ['-M'] : ['-m'];
  return shellWords([...(system ? ['-r'] : []), ...home, ...values.flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))]);
}

function passwordLines({ name, passwordHash, plainPassword, lockPassword }: UserAccount): readonly string[] {
  const entry = (password: string): string => shellWord(`${name}:${password}`);
  return [
    ...(passwordHash ? [`printf '%s\\n' ${entry(passwordHash)} | chpasswd -e`] : []),
    ...(plainPassword ? [`printf '%s\\n' ${entry(plainPassword)} | chpasswd`] : []),
    // usermod -L is content with an account that has no password.
    ...(lockPassword ? [`usermod -L ${shellWord(name)}`] : []),
  ];
}

function sudoLines({ name, sudoRules = [] }: UserAccount): readonly string[] {
  if (sudoRules.length === 0) return [];
  const file = '/etc/sudoers.d/90-cloud-init-users';
  return ['mkdir -p /etc/sudoers.d', ...sudoRules.map((rule) => `printf '%s\\n' ${shellWord(`${name} ${rule}`)} >> ${file}`), `chmod 0440 ${file}`];
}

function keyLines({ name, authorizedKeys }: UserAccount): readonly string[] {
  if (authorizedKeys.length === 0) return [];
  const user = shellWord(name);
  return [
    `home=$(getent passwd ${user} | cut -d: -f6)`,
    'mkdir -p "$home/.ssh"',
    ...authorizedKeys.map((key) => `printf '%s\\n' ${shellWord(key)} >> "$home/.ssh/authorized_keys"`),
    'chmod 0700 "$home/.ssh"; chmod 0600 "$home/.ssh/authorized_keys"',
    `chown -R ${user}: "$home/.ssh"`,
  ];
}
