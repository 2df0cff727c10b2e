export type Credentials = { readonly token: string } | { readonly certificate: string; readonly key: string };

export interface KubeconfigParts {
  readonly server: string;
  /** PEM of the API server's CA. */
  readonly ca: string;
  readonly user: string;
  readonly credentials: Credentials;
  readonly namespace?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A kubeconfig with one context. JSON is YAML, and needs no quoting rules. */
export function renderKubeconfig({ server, ca, user, credentials, namespace }: KubeconfigParts): string {
  const userFields = 'token' in credentials ? { token: credentials.token } : { 'client-certificate-data': base64(credentials.certificate), 'client-key-data': base64(credentials.key) };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'management', cluster: { server, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: user, user: userFields }],
    contexts: [{ name: 'management', context: { cluster: 'management', user, ...(namespace ? { namespace } : {}) } }],
    'current-context': 'management',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
