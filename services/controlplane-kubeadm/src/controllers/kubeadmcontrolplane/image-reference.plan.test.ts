import { parseImageReference, withVersion } from './image-reference.plan.ts';

const parsed = [
  { image: 'registry.k8s.io/coredns/coredns:v1.14.2', why: 'as kubeadm writes it', want: { repository: 'registry.k8s.io/coredns', name: 'coredns', tag: 'v1.14.2', digest: undefined, isQualified: true } },
  { image: 'localhost:5000/kube-proxy', why: 'a port is no tag', want: { repository: 'localhost:5000', name: 'kube-proxy', tag: undefined, digest: undefined, isQualified: true } },
  { image: 'localhost/kube-proxy:v1', why: 'localhost is a registry', want: { repository: 'localhost', name: 'kube-proxy', tag: 'v1', digest: undefined, isQualified: true } },
  { image: 'coredns:1.8.0', why: "Docker's own registry", want: { repository: 'docker.io/library', name: 'coredns', tag: '1.8.0', digest: undefined, isQualified: false } },
  { image: 'coredns/coredns:1.8.0', why: 'the same', want: { repository: 'docker.io/coredns', name: 'coredns', tag: '1.8.0', digest: undefined, isQualified: false } },
  { image: 'r.io/a@sha256:abc', why: 'pinned', want: { repository: 'r.io', name: 'a', tag: undefined, digest: 'sha256:abc', isQualified: true } },
];
test.each(parsed)('parseImageReference: $image ($why)', ({ image, want }) => {
  expect(parseImageReference(image)).toEqual(want);
});

const changed = [
  { image: 'registry.k8s.io/kube-proxy:v1.35.1', repository: undefined, why: 'only the tag', want: 'registry.k8s.io/kube-proxy:v1.36.3' },
  { image: 'registry.k8s.io/kube-proxy', repository: undefined, why: 'a tag is added', want: 'registry.k8s.io/kube-proxy:v1.36.3' },
  { image: 'registry.k8s.io/kube-proxy:v1.35.1', repository: 'my.registry/k8s/', why: 'the repository too', want: 'my.registry/k8s/kube-proxy:v1.36.3' },
  { image: 'kube-proxy:v1.35.1', repository: undefined, why: 'written out in full', want: 'docker.io/library/kube-proxy:v1.36.3' },
];
test.each(changed)('withVersion: $image → $want ($why)', ({ image, repository, want }) => {
  expect(withVersion(image, 'v1.36.3', repository)).toBe(want);
});

test('what a tag may not hold becomes an underscore', () => {
  expect(withVersion('r.io/kube-proxy:v1', 'v1.36.3+build.1', undefined)).toBe('r.io/kube-proxy:v1.36.3_build.1');
});

const refused = [
  { image: 'r.io/kube-proxy@sha256:abc', why: 'the digest would win over any tag' },
  { image: 'r.io/kube proxy', why: 'no reference has spaces' },
  { image: '', why: 'nothing is named' },
];
test.each(refused)('withVersion refuses "$image" ($why)', ({ image }) => {
  expect(() => withVersion(image, 'v1.36.3', undefined)).toThrow(expect.objectContaining({ code: 'ImageReference' }));
});
