import { complain, flag, inside, integerOrZero, list, requiredText, struct, text, textOrEmpty, type Place } from './field-readers.ts';

/** What an account has, in the words of Container Linux Config and of Ignition. */
const attributes = {
  uid: ['uid', integerOrZero],
  gecos: ['gecos', text],
  home_dir: ['homeDir', text],
  no_create_home: ['noCreateHome', flag],
  primary_group: ['primaryGroup', text],
  groups: ['groups', list(requiredText)],
  no_user_group: ['noUserGroup', flag],
  system: ['system', flag],
  no_log_init: ['noLogInit', flag],
  shell: ['shell', text],
} as const;

type User = Readonly<Record<string, unknown>>;

function checkCreate(user: User, place: Place): void {
  if (user['create'] === undefined) return;
  complain(inside(place, 'create'), 'has been deprecated in favor of user-level options', 'warning');
  for (const [key, [name]] of Object.entries(attributes)) if (user[name] !== undefined) complain(inside(place, key), 'cannot be used together with create');
}

export const users = list(struct<User>(
  { name: ['name', requiredText], password_hash: ['passwordHash', textOrEmpty], ssh_authorized_keys: ['sshAuthorizedKeys', list(requiredText)], create: ['create', struct(attributes)], ...attributes },
  checkCreate,
));

export const groups = list(struct({ name: ['name', requiredText], gid: ['gid', integerOrZero], password_hash: ['passwordHash', text], system: ['system', flag] }));
