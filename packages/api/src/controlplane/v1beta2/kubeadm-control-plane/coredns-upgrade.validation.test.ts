import { validateCoreDNSUpgrade } from './coredns-upgrade.validation.ts';
import { aControlPlane } from './kubeadm-control-plane.fixtures.ts';

const tagged = (imageTag?: string, annotations?: Record<string, string>) => aControlPlane({ cluster: { dns: { imageTag } }, metadata: { annotations } });
const skip = { 'controlplane.cluster.x-k8s.io/skip-coredns': '' };

interface Case {
  readonly from?: string;
  readonly to?: string;
  readonly why: string;
  readonly annotations?: Record<string, string>;
  readonly want: string | undefined;
}

const cases: readonly Case[] = [
  { from: 'v1.11.3', to: 'v1.12.1', why: 'a later release', want: undefined },
  { from: '1.1.3', to: 'v1.14.6', why: 'from the first to the last', want: undefined },
  { from: 'v1.12.1', to: 'v1.12.1_vmware.4', why: 'the same release from somebody else', want: undefined },
  { from: 'v1.12.1-rc.1', to: 'v1.12.1', why: 'pre-releases do not count', want: undefined },
  { from: 'v9.9.9', to: 'v9.9.9-x', why: 'the same release, even if unknown', want: undefined },
  { to: 'v1.12.1', why: 'the first tag: kubeadm’s release is not known', want: undefined },
  { from: 'v1.12.1', why: 'back to kubeadm’s choice', want: undefined },
  { from: 'v1.12.1', to: 'v1.11.3', why: 'down', want: 'there is no migration to 1.11.3' },
  { from: 'v1.12.1', to: 'v1.99.0', why: 'a release that did not exist yet', want: 'there is no migration to 1.99.0' },
  { from: 'v1.8.2', to: 'v1.12.1', why: 'a release that never was', want: 'migration from 1.8.2 is not supported' },
  { from: 'v1.12.1', to: 'v1.11.3', annotations: skip, why: 'the user takes care of CoreDNS', want: undefined },
  { from: 'x', to: 'v1.12.1', why: 'the stored tag cannot be read', want: 'current CoreDNS version cannot be parsed' },
  { from: 'v1.12.1', to: 'x', why: 'the new tag cannot be read', want: 'must begin with the version of CoreDNS' },
];

test.each(cases)('validateCoreDNSUpgrade: $from to $to ($why)', ({ from, to, annotations, want }) => {
  const errors = validateCoreDNSUpgrade(tagged(to, annotations), tagged(from));
  const field = 'spec.kubeadmConfigSpec.clusterConfiguration.dns.imageTag';
  expect(errors).toEqual(want === undefined ? [] : [expect.objectContaining({ field, detail: expect.stringContaining(want) })]);
});
