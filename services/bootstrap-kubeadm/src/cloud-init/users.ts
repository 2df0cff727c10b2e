import type { KubeadmUser } from '@clusterwright/api/bootstrap/v1beta2';

/** The section about users, beginning with a line break; empty where there are none. Passwords from Secrets are already resolved. */
export function usersSection(users: readonly KubeadmUser[]): string {
  return users.length === 0 ? '' : ['', 'users:', ...users.flatMap(user)].join('\n');
}

function user(given: KubeadmUser): string[] {
  const keys = given.sshAuthorizedKeys ?? [];
  const attributes: readonly (readonly [string, string | boolean | undefined])[] = [
    ['passwd', given.passwd],
    ['gecos', given.gecos],
    ['groups', given.groups],
    ['homedir', given.homeDir],
    ['inactive', given.inactive],
    ['lock_passwd', given.lockPassword],
    ['shell', given.shell],
    ['primary_group', given.primaryGroup],
    ['sudo', given.sudo],
  ];
  return [
    `  - name: ${given.name}`,
    ...attributes.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => `    ${name}: ${value}`),
    ...(keys.length > 0 ? ['    ssh_authorized_keys:', ...keys.map((key) => `      - ${key}`)] : []),
  ];
}
