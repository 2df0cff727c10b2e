// Generates TypeScript messages from proto/: `node tools/generate-proto.mjs` writes, `--check` fails where the committed files differ.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

/** Which proto files become code, and in which package; `options` are ts-proto's beyond the shared ones. */
const targets = [
  { protos: ['etcd/v3/rpc.proto'], out: 'packages/provider-kit/src/etcd/generated', options: ['outputServices=generic-definitions'] },
];

const shared = [
  'esModuleInterop=true',
  'importSuffix=.ts',
  'forceLong=bigint',
  'enumsAsLiterals=true',
  'unrecognizedEnum=false',
  'outputJsonMethods=false',
  'outputPartialMethods=false',
  'oneof=unions-value',
  'removeEnumPrefix=false',
];

const check = process.argv.includes('--check');
let stale = 0;

for (const { protos, out, options } of targets) {
  const scratch = mkdtempSync(join(tmpdir(), 'generate-proto-'));
  try {
    execFileSync(join(root, 'node_modules/.bin/protoc'), [
      `--plugin=protoc-gen-ts_proto=${join(root, 'node_modules/.bin/protoc-gen-ts_proto')}`,
      `--proto_path=${join(root, 'proto')}`,
      `--ts_proto_out=${scratch}`,
      `--ts_proto_opt=${[...shared, ...options].join(',')}`,
      ...protos,
    ], { stdio: 'inherit' });
    for (const file of generatedFiles(scratch)) stale += emit(join(scratch, file), join(root, out, file));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (stale > 0) {
  console.error(`${stale} generated file(s) are not up to date; run: node tools/generate-proto.mjs`);
  process.exit(1);
}

function generatedFiles(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
}

/** Writes one file, or only compares it; returns 1 where a compared file differs. */
function emit(from, to) {
  const next = readFileSync(from, 'utf8');
  if (check) return next === previousText(to) ? 0 : 1;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, next);
  return 0;
}

function previousText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
