import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryCacheFolder, findBinaries } from './binaries.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clusterwright-binaries-'));
  mkdirSync(join(folder, 'sources/etcd'), { recursive: true });
  for (const name of ['go.mod', 'go.sum', 'etcd/go.mod', 'etcd/go.sum']) writeFileSync(join(folder, 'sources', name), 'require k8s.io/kubernetes v1.36.3\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A machine without Go: nothing but what the test puts there. */
const environment = (extra: Record<string, string> = {}): NodeJS.ProcessEnv => ({ PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), ...extra });
const find = (env: NodeJS.ProcessEnv, lines: string[] = []) => findBinaries({ env, sources: join(folder, 'sources'), progress: (line) => lines.push(line) });

function put(directory: string, ...names: string[]): string {
  mkdirSync(directory, { recursive: true });
  for (const name of names) {
    writeFileSync(join(directory, name), '#!/bin/sh\n');
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

test('KUBEBUILDER_ASSETS comes before the cache', async () => {
  put(binaryCacheFolder(join(folder, 'sources'), environment()), 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl');
  const assets = put(join(folder, 'assets'), 'etcd', 'kube-apiserver', 'kubectl');
  const binaries = await find(environment({ KUBEBUILDER_ASSETS: assets }));
  expect(binaries.etcd).toBe(join(assets, 'etcd'));
  expect(binaries['kube-controller-manager']).toContain('/cache/clusterwright/kubernetes-');
});

test('without Go, KUBEBUILDER_ASSETS and a kubectl on the PATH are enough, and what is missing then is said', async () => {
  const assets = put(join(folder, 'assets'), 'etcd', 'kube-apiserver');
  put(join(folder, 'bin'), 'kubectl');
  const lines: string[] = [];
  const binaries = await find(environment({ KUBEBUILDER_ASSETS: assets }), lines);
  expect(binaries.kubectl).toBe(join(folder, 'bin/kubectl'));
  expect(binaries['kube-controller-manager']).toBeUndefined();
  expect(lines.join()).toContain('no garbage collection');
});

const refused = [
  { name: 'KUBEBUILDER_ASSETS without an API server', assets: ['etcd'], message: /KUBEBUILDER_ASSETS=.* has no kube-apiserver/ },
  { name: 'no binaries and no Go', assets: undefined, message: /Install Go 1\.26 or later .* or set KUBEBUILDER_ASSETS/ },
];
test.each(refused)('refused with what to do: $name', async ({ assets, message }) => {
  const env = environment(assets ? { KUBEBUILDER_ASSETS: put(join(folder, 'assets'), ...assets) } : {});
  await expect(find(env)).rejects.toMatchObject({ code: 'DevelopmentSetup', message: expect.stringMatching(message) as string });
});

test('other pinned modules are kept in another folder', () => {
  const before = binaryCacheFolder(join(folder, 'sources'), environment());
  writeFileSync(join(folder, 'sources/go.sum'), 'changed');
  expect(binaryCacheFolder(join(folder, 'sources'), environment())).not.toBe(before);
});
