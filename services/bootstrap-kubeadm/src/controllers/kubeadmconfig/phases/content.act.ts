import { keyString, type ObjectKey } from '@clusterwright/api';
import type { KubeadmFile, KubeadmUser, SecretKeySource } from '@clusterwright/api/bootstrap/v1beta2';
import { AppError } from '@clusterwright/api/errors';
import { Secrets } from '@clusterwright/api/kubernetes';
import { controlPlaneVersion } from '@clusterwright/contract/control-plane';
import { mustParseVersion } from '@clusterwright/contract/versions';
import { done, type Phase, type ReconcileContext } from '@clusterwright/controller-runtime';
import { ignoreNotFound } from '@clusterwright/kube-client';
import type { CloudInitFile } from '../../../cloud-init/write-files.ts';
import { renderTemplate, type TemplateData } from '../../../file-template/render-template.ts';
import { TemplateError } from '@clusterwright/provider-kit/go-template/template-error';
import { asPart } from '../bootstrap-data-error.ts';
import type { KubeadmConfigDeps, KubeadmConfigScope } from '../kubeadmconfig.scope.ts';

/** A Secret that a file or user refers to is not there, lacks the key, or holds what cannot be written. Surfaces as DataSecretAvailable=False. */
export class ContentSourceError extends AppError {
  readonly code = 'ContentSource';
}

/** Resolves what files and users take from Secrets, and renders the files that are templates (spec KB-09, KB-10). */
export function resolveContent(deps: KubeadmConfigDeps): Phase<KubeadmConfigScope> {
  return async (scope, ctx) => {
    if (!scope.isSpecComplete) return done;
    const files = await asPart('files', () => resolveFiles(deps, scope, ctx));
    const users = await asPart('users', () => resolveUsers(deps, scope, ctx));
    return { outcome: done, observed: { content: { files, users } } };
  };
}

async function resolveFiles(deps: KubeadmConfigDeps, scope: KubeadmConfigScope, ctx: ReconcileContext): Promise<CloudInitFile[]> {
  const files = scope.config.spec?.files ?? [];
  const data = files.some(isTemplate) ? await templateData(deps, scope, ctx) : {};
  const resolved: CloudInitFile[] = [];
  for (const file of files) {
    const content = file.contentFrom ? await readSecret(deps, scope, file.contentFrom.secret, { what: 'file', signal: ctx.signal }) : file.content;
    resolved.push({ ...file, content: isTemplate(file) ? rendered(file.path, content ?? '', data) : content });
  }
  return resolved;
}

const isTemplate = ({ contentFormat }: KubeadmFile): boolean => contentFormat === 'Template';

function rendered(path: string, content: string, data: TemplateData): string {
  try {
    return renderTemplate(content, data);
  } catch (error) {
    if (AppError.is(error)) throw new TemplateError(`failed to render templates: failed to render template for file ${JSON.stringify(path)}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The version of the control plane object; read live, because nothing else here needs that kind. */
async function templateData({ client, external }: KubeadmConfigDeps, { cluster }: KubeadmConfigScope, { signal }: ReconcileContext): Promise<TemplateData> {
  const reference = cluster.spec.controlPlaneRef;
  if (!reference) return {};
  const { resource } = await external.resolve(reference);
  const version = controlPlaneVersion(await client.live.get(resource, { namespace: cluster.metadata.namespace, name: reference.name }, { signal }));
  return version === undefined ? {} : { controlPlane: { version: fullVersion(version) } };
}

function fullVersion(text: string): string {
  const { major, minor, patch, pre, build } = mustParseVersion(text);
  return `v${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}${build.length > 0 ? `+${build.join('.')}` : ''}`;
}

async function resolveUsers(deps: KubeadmConfigDeps, scope: KubeadmConfigScope, { signal }: ReconcileContext): Promise<KubeadmUser[]> {
  const resolved: KubeadmUser[] = [];
  for (const { passwdFrom, ...user } of scope.config.spec?.users ?? []) {
    resolved.push(passwdFrom ? { ...user, passwd: await readSecret(deps, scope, passwdFrom.secret, { what: 'passwd', signal }) } : user);
  }
  return resolved;
}

interface Source {
  readonly what: 'file' | 'passwd';
  readonly signal: AbortSignal;
}

/** Read live: these Secrets are the user's and need not carry the label that the cache selects by. */
async function readSecret({ client }: KubeadmConfigDeps, { config }: KubeadmConfigScope, { name, key }: SecretKeySource, { what, signal }: Source): Promise<string> {
  const secretKey: ObjectKey = { namespace: config.metadata.namespace, name };
  const failed = (problem: string): ContentSourceError => new ContentSourceError(`failed to resolve ${what} source: ${problem}`);
  const secret = await ignoreNotFound(client.live.get(Secrets, secretKey, { signal }));
  if (!secret) throw failed(`secret not found: ${keyString(secretKey)}`);
  const value = secret.data?.[key];
  if (value === undefined) throw failed(`secret references non-existent secret key: ${JSON.stringify(key)}`);
  const text = decodeText(value);
  if (text === undefined) throw failed(`key ${JSON.stringify(key)} of secret ${keyString(secretKey)} is not text; encode it and set the file's encoding`);
  return text;
}

/** The document that takes the content is YAML, which can hold nothing but text. */
function decodeText(base64: string): string | undefined {
  const bytes = Buffer.from(base64, 'base64');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}
