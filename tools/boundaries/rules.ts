import { posix } from 'node:path';
import { isGenerated, isTestFile, packageOf } from './source-file.ts';
import type { Import, SourceFile } from './source-file.ts';

export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly message: string;
}

type Rule = (file: SourceFile) => readonly string[];

/** What each package may import, besides itself. Services may import every package here; nobody imports a service. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  api: [],
  x509: ['api'],
  contract: ['api'],
  'kube-client': ['api'],
  'controller-runtime': ['api', 'contract', 'kube-client', 'x509'],
  'provider-kit': ['api', 'contract', 'kube-client', 'controller-runtime', 'x509'],
  'runtime-sdk': ['api', 'controller-runtime'],
};
const forTestsOnly = 'test-env';

/** The closed set of file roles: a name with a dot before `.ts` must end in one of them. */
const roles = ['controller', 'reconciler', 'watches', 'scope', 'plan', 'act', 'status', 'events', 'webhook', 'schema', 'defaults', 'validation', 'conversion', 'fixtures', 'fake', 'conditions', 'test', 'itest', 'e2e'];
const pureRoles = /\.(plan|status|watches|defaults|validation|conversion|schema|conditions)\.ts$/;
const drawers = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types', 'shared', 'lib'];
const outsideWorld = ['node:child_process', 'node:net', 'node:tls', 'node:http', 'node:https', 'node:http2', 'node:dgram', 'undici', 'ws', '@grpc/grpc-js', 'dockerode'];
const maxLines = 400;

const isService = (path: string): boolean => path.startsWith('services/');
const isPackage = (path: string): boolean => path.startsWith('packages/');
/** Tools, e2e and test-env run on the developer's machine, outside the product. */
const isProduct = (path: string): boolean => isService(path) || (isPackage(path) && !path.startsWith(`packages/${forTestsOnly}/`) && !/^packages\/[^/]+\/build\//.test(path));

/** The workspace package that an import names; undefined for relative and third-party imports. */
function workspaceTarget({ specifier }: Import): string | undefined {
  return /^@clusterwright\/([^/]+)/.exec(specifier)?.[1];
}

const packageDirection: Rule = ({ path, imports }) => {
  if (!isProduct(path)) return [];
  return imports.flatMap((entry) => {
    const objection = objectionTo(path, workspaceTarget(entry));
    return objection ? [`${objection}: ${entry.specifier}`] : [];
  });
};

/** Why a file may not import a workspace package; undefined where it may. */
function objectionTo(path: string, target: string | undefined): string | undefined {
  const [, own] = packageOf(path).split('/');
  if (target === undefined || target === own) return undefined;
  if (target === forTestsOnly) return isTestFile(path) ? undefined : 'for tests only';
  if (!(target in mayImport)) return 'services meet in the API server, never in an import';
  const allowed = isService(path) || isTestFile(path) ? Object.keys(mayImport) : mayImport[own ?? ''];
  return allowed?.includes(target) ? undefined : 'packages point downwards only';
}

const ownFolder: Rule = ({ path, imports }) =>
  imports.flatMap(({ specifier }) => {
    if (!specifier.startsWith('.')) return [];
    const target = posix.join(posix.dirname(path), specifier);
    return packageOf(target) === packageOf(path) ? [] : [`import the package by its name, not ${specifier}`];
  });

const coreNamesNoProvider: Rule = ({ path, code, imports }) => {
  if (!path.startsWith('services/core/src/') || isTestFile(path)) return [];
  const named = [...code.matchAll(/\b(?:Docker|Dev|CloudStack)(?:Machine|Cluster)\w*|\bKubeadm(?:Config|ControlPlane)\w*/g)].map(([name]) => name);
  const imported = imports.map(({ specifier }) => specifier).filter((specifier) => /^@clusterwright\/api\/(infrastructure|bootstrap|controlplane)/.test(specifier));
  return [...new Set([...named, ...imported])].map((name) => `core knows providers by the contract only, not ${name}`);
};

const purity: Rule = ({ path, imports }) => {
  if (!pureRoles.test(path) || isGenerated(path)) return [];
  return imports
    .filter(({ types }) => !types)
    .filter(({ specifier }) => specifier.startsWith('node:') || /^@clusterwright\/kube-client(?!\/errors)/.test(specifier) || specifier.endsWith('.act.ts') || /\/adapters\//.test(specifier) || outsideWorld.includes(specifier))
    .map(({ specifier }) => `a pure file must not import ${specifier} (types are fine)`);
};

const testDoubles: Rule = ({ path, imports }) => {
  if (!isProduct(path) || isTestFile(path)) return [];
  return imports.filter(({ specifier }) => /\.(fake|fixtures)(\.ts)?$/.test(specifier)).map(({ specifier }) => `${specifier} is for tests only`);
};

const edges: Rule = ({ path, imports }) => {
  if (!isProduct(path) || isTestFile(path) || path.startsWith('packages/kube-client/') || path.includes('/adapters/')) return [];
  return imports.filter(({ specifier, types }) => !types && outsideWorld.includes(specifier)).map(({ specifier }) => `${specifier} belongs in adapters/ or packages/kube-client`);
};

const names: Rule = ({ path }) => {
  const parts = posix.basename(path, '.ts').split('.');
  const [stem = '', ...suffixes] = parts;
  const wrong = suffixes.filter((suffix, index) => !roles.includes(suffix) && !(suffix === 'sim' && suffixes[index + 1] === 'test'));
  const drawer = suffixes.length === 0 && drawers.includes(stem) ? [`${stem}.ts is a drawer: name the file after its one concept`] : [];
  return [...drawer, ...wrong.map((suffix) => `.${suffix}.ts is none of the file roles (${roles.join(' ')})`)];
};

const size: Rule = ({ path, lines }) => (lines > maxLines && !isGenerated(path) ? [`${String(lines)} lines; at ${String(maxLines)} a file wants splitting by concept`] : []);

const clock: Rule = ({ path, code }) => {
  if (!isProduct(path) || isTestFile(path) || path.endsWith('/clock.ts') || path.includes('/adapters/')) return [];
  const found = [...code.matchAll(/\bnew Date\(\)|\bDate\.now\(\)|(?<![.\w])setTimeout\(|(?<![.\w])setInterval\(|\bMath\.random\(\)/g)].map(([match]) => match);
  return [...new Set(found)].map((match) => `${match} outside clock.ts: time and randomness are passed in`);
};

const honestTests: Rule = ({ path, code }) => {
  if (!path.endsWith('test.ts')) return [];
  return [...code.matchAll(/\bjest\.(?:unstable_)?mock(?:Module)?\(|\b(?:test|it|describe)\.(?:only|skip|todo)\b|\b[xf](?:test|it|describe)\(/g)].map(([match]) => `${match} is not allowed`);
};

const rules: Readonly<Record<string, Rule>> = {
  'package-direction': packageDirection,
  'own-folder': ownFolder,
  'core-names-no-provider': coreNamesNoProvider,
  purity,
  'test-doubles': testDoubles,
  edges,
  names,
  size,
  clock,
  'honest-tests': honestTests,
};

/** Applies every rule to one file. */
export function checkFile(file: SourceFile): Violation[] {
  return Object.entries(rules).flatMap(([rule, check]) => check(file).map((message) => ({ rule, path: file.path, message })));
}

/** Finds circles of run-time imports between the files of one package. */
export function findCycles(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'closed'>();
  const violations: Violation[] = [];
  const visit = (file: SourceFile, trail: readonly string[]): void => {
    state.set(file.path, 'open');
    for (const { specifier, types } of file.imports) {
      const target = byPath.get(posix.join(posix.dirname(file.path), specifier));
      if (types || !specifier.startsWith('.') || !target) continue;
      const at = [...trail, file.path];
      if (state.get(target.path) === 'open') violations.push({ rule: 'cycles', path: target.path, message: `imports itself: ${[...at.slice(at.indexOf(target.path)), target.path].map((path) => posix.basename(path)).join(' → ')}` });
      else if (!state.has(target.path)) visit(target, at);
    }
    state.set(file.path, 'closed');
  };
  for (const file of files) if (!state.has(file.path)) visit(file, []);
  return violations;
}
