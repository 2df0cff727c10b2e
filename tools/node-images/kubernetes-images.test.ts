import { otherTags, sortImageNames } from './kubernetes-images.ts';
import { librariesListed } from './program-files.ts';

const listing = (registry: string): string =>
  [`${registry}/kube-apiserver:v1.36.3`, `${registry}/kube-controller-manager:v1.36.3`, `${registry}/kube-scheduler:v1.36.3`, `${registry}/kube-proxy:v1.36.3`, `${registry}/coredns/coredns:v1.14.2`, `${registry}/pause:3.10.2`, `${registry}/etcd:3.6.8-0`].join('\n');

const registries = [
  { name: 'the usual registry', registry: 'registry.k8s.io' },
  { name: 'a registry with a port, whose colon is no tag', registry: 'localhost:5000/mirror' },
];
test.each(registries)('image names are told apart by their last part, with $name', ({ registry }) => {
  const { pause, etcd, coredns, components } = sortImageNames(listing(registry));
  expect({ pause, etcd, coredns }).toEqual({ pause: `${registry}/pause:3.10.2`, etcd: `${registry}/etcd:3.6.8-0`, coredns: `${registry}/coredns/coredns:v1.14.2` });
  expect(components['kube-proxy']).toBe(`${registry}/kube-proxy:v1.36.3`);
});

test('an image that kubeadm does not list is named', () => {
  expect(() => sortImageNames(listing('r').replace('etcd', 'etcd-next'))).toThrow('kubeadm lists no image etcd');
});

test('libraries are taken from what ldd prints, the loader among them', () => {
  const printed = '\tlinux-vdso.so.1 (0x00007ffc)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f1c)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f1d)\n';
  expect(librariesListed(printed)).toEqual(['/lib/x86_64-linux-gnu/libc.so.6', '/lib64/ld-linux-x86-64.so.2']);
  expect(librariesListed('\tnot a dynamic executable\n')).toEqual([]);
});

test('an image keeps its repository under other tags, and is not named twice', () => {
  expect(otherTags('registry.k8s.io/coredns/coredns:v1.14.2', ['v1.13.1', 'v1.14.2'])).toEqual(['registry.k8s.io/coredns/coredns:v1.13.1']);
});
