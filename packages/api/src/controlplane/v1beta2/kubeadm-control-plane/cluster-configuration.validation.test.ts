import type { ClusterConfiguration } from '../../../bootstrap/v1beta2/kubeadm-config-spec/cluster-configuration.schema.ts';
import { validateClusterConfiguration } from './cluster-configuration.validation.ts';
import { externalEtcd } from './kubeadm-control-plane.fixtures.ts';

const local = (imageTag: string): ClusterConfiguration => ({ etcd: { local: { imageTag } } });
const dns = (imageTag: string): ClusterConfiguration => ({ dns: { imageTag } });

interface Case {
  readonly name: string;
  readonly why: string;
  readonly next?: ClusterConfiguration;
  readonly previous?: ClusterConfiguration;
  readonly want: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'nothing', why: 'kubeadm decides everything', want: [] },
  { name: 'a CoreDNS tag', why: 'with a suffix of a distribution', next: dns('v1.12.1_vmware.4'), want: [] },
  { name: 'a CoreDNS tag that is no version', why: 'upgrades could not be judged', next: dns('latest'), want: ['dns.imageTag'] },
  { name: 'a CoreDNS tag that is no tag', why: 'no registry has it', next: dns('v1.12.1+4'), want: ['p.dns.imageTag'] },
  { name: 'an etcd tag', why: 'any tag will do', next: local('3.6.4-0'), want: [] },
  { name: 'an etcd tag that is none', why: 'no registry has it', next: local('3.6 4'), want: ['p.etcd.local.imageTag'] },
  { name: 'both kinds of etcd', why: 'there is one', next: { etcd: { ...externalEtcd.etcd, local: { dataDir: '/d' } } }, want: ['p.etcd.local'] },
  { name: 'etcd moved outside', why: 'its data would stay behind', next: externalEtcd, previous: {}, want: ['p.etcd.external'] },
  { name: 'etcd moved inside', why: 'its data would stay behind', next: {}, previous: externalEtcd, want: ['p.etcd.external'] },
  { name: 'etcd still outside', why: 'no move', next: externalEtcd, previous: externalEtcd, want: [] },
];

test.each(cases)('validateClusterConfiguration: $name → $want ($why)', ({ next, previous, want }) => {
  expect(validateClusterConfiguration(next, previous, 'p').map(({ field }) => field)).toEqual(want);
});
