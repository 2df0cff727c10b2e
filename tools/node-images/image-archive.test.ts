import { createHash } from 'node:crypto';
import { describeArchive, imageArchitecture } from './image-archive.ts';
import type { Image } from './image-archive.ts';

const base = { file: '/base.tar', digest: 'aa' };
const own = { file: '/own.tar', digest: 'bb' };
const node: Image = { names: ['clusterwright/kubernetes-node:v1.36.3'], layers: [base, own], settings: { entrypoint: ['/sbin/init'], stopSignal: 'SIGRTMIN+3', labels: { made: 'here' } } };
const tools: Image = { names: ['clusterwright/node-tools:v1'], layers: [base], settings: { command: ['/bin/sh'] } };

interface Manifest {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}
const manifestOf = (images: readonly Image[]): readonly Manifest[] => JSON.parse(describeArchive(images, 'amd64').find(({ path }) => path === 'manifest.json')?.text ?? '') as Manifest[];

test('images of one archive share their layers by digest', () => {
  expect(manifestOf([node, tools]).map(({ RepoTags, Layers }) => [RepoTags, Layers])).toEqual([
    [['clusterwright/kubernetes-node:v1.36.3'], ['aa/layer.tar', 'bb/layer.tar']],
    [['clusterwright/node-tools:v1'], ['aa/layer.tar']],
  ]);
});

test('each configuration is named by its digest, lists its layers in order and holds the settings', () => {
  const [{ Config } = { Config: '' }] = manifestOf([node]);
  const text = describeArchive([node], 'arm64').find(({ path }) => path.endsWith('.json') && path !== 'manifest.json')?.text ?? '';
  const amd64 = describeArchive([node], 'amd64').find(({ path }) => path === Config)?.text ?? '';
  expect(Config).toBe(`${createHash('sha256').update(amd64).digest('hex')}.json`);
  expect(JSON.parse(text)).toMatchObject({ architecture: 'arm64', os: 'linux', rootfs: { diff_ids: ['sha256:aa', 'sha256:bb'] }, config: { Entrypoint: ['/sbin/init'], StopSignal: 'SIGRTMIN+3', Labels: { made: 'here' } } });
});

test('the same input gives the same image', () => {
  expect(describeArchive([node, tools], 'amd64')).toEqual(describeArchive([node, tools], 'amd64'));
});

test('architectures are named as images name them', () => {
  expect(['x64', 'arm64'].map(imageArchitecture)).toEqual(['amd64', 'arm64']);
});
