import type { Image } from './image-archive.ts';
import { describeLayout } from './oci-layout.ts';

const shared = { file: '/shared.tar', digest: 'aa' };
const own = { file: '/own.tar', digest: 'bb' };
const proxy: Image = { names: ['registry.k8s.io/kube-proxy:v1.36.3'], layers: [shared, own], settings: {} };
const tools: Image = { names: ['docker.io/clusterwright/node-tools:v1'], layers: [shared], settings: { command: ['/bin/sh'] } };
const blobs = new Map([
  ['aa', { digest: 'a0', size: 10 }],
  ['bb', { digest: 'b0', size: 20 }],
]);

interface Descriptor {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, string>>;
}
const layout = new Map(describeLayout([proxy, tools], blobs, 'amd64').map(({ path, text }) => [path, JSON.parse(text) as unknown]));
const blob = ({ digest }: Descriptor): unknown => layout.get(digest.replace('sha256:', 'blobs/sha256/'));
const { manifests } = layout.get('index.json') as { manifests: readonly Descriptor[] };

test('every image is found by the name that kubelets ask for', () => {
  expect(manifests.map(({ annotations }) => annotations?.['io.containerd.image.name'])).toEqual(['registry.k8s.io/kube-proxy:v1.36.3', 'docker.io/clusterwright/node-tools:v1']);
});

test('manifests name compressed layers, configurations what they are when unpacked', () => {
  const [first = { digest: '' }] = manifests;
  const manifest = blob(first) as { layers: readonly unknown[]; config: Descriptor };
  expect(manifest.layers).toEqual([
    { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: 'sha256:a0', size: 10 },
    { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: 'sha256:b0', size: 20 },
  ]);
  expect(blob(manifest.config)).toMatchObject({ rootfs: { diff_ids: ['sha256:aa', 'sha256:bb'] } });
});

test('a layer without its compressed form is an error, not a broken image', () => {
  expect(() => describeLayout([proxy], new Map(), 'amd64')).toThrow('layer aa is not compressed');
});
