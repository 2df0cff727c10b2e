/** Bundles each service into services/<name>/dist: `node tools/build/build.ts [name…]`. Dynamic imports (the OpenTelemetry SDK) become chunks of their own. */
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = new URL('../../', import.meta.url).pathname;

/** CommonJS dependencies call `require` for Node's own modules; an ES module has to bring it. */
const requireShim = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

async function bundle(name: string): Promise<void> {
  const service = join(root, 'services', name);
  // Put in place at the end, so that what runs meanwhile finds either the old bundle or the new one.
  const outdir = join(service, `dist.${String(process.pid)}`);
  const dist = join(service, 'dist');
  await build({
    absWorkingDir: root,
    entryPoints: [join(service, 'src/main.ts')],
    outdir,
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    platform: 'node',
    // ES modules first: they can be tree-shaken, and a lazily imported one keeps its named exports.
    mainFields: ['module', 'main'],
    target: 'node24',
    format: 'esm',
    // Identifiers stay as they are written, so that stack traces read well without source maps.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'external',
    legalComments: 'none',
    banner: { js: requireShim },
    // What `--version` says.
    define: { 'process.env.CLUSTERWRIGHT_VERSION': JSON.stringify(versionOf(service)) },
    logLevel: 'warning',
  });
  rmSync(dist, { recursive: true, force: true });
  renameSync(outdir, dist);
  const kilobytes = Math.round(statSync(join(dist, 'main.js')).size / 1024);
  console.log(`built services/${name}/dist/main.js (${String(kilobytes)} kB)`);
}

function versionOf(service: string): string {
  const { version } = JSON.parse(readFileSync(join(service, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}

const services = readdirSync(join(root, 'services')).filter((name) => existsSync(join(root, 'services', name, 'src/main.ts')));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : services;
const unknown = wanted.filter((name) => !services.includes(name));
if (unknown.length > 0) {
  console.error(`no such service: ${unknown.join(', ')}. There are: ${services.join(', ')}`);
  process.exit(1);
}
await Promise.all(wanted.map(bundle));
