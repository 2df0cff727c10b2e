import { certificateFiles, controlPlaneCertificates, type ClusterCertificate } from '@clusterwright/provider-kit/certificates/cluster-certificates';
import type { KubeadmConfigSpec } from '@clusterwright/api/bootstrap/v1beta2';
import golden from './cloud-init.golden.json' with { type: 'json' };
import quotes from './quoted.golden.json' with { type: 'json' };
import { initCloudConfig, joinControlPlaneCloudConfig, joinWorkerCloudConfig } from './cloud-init.ts';
import { quoted } from './quoted.ts';

type Given = (typeof golden)[number];

function certificatesOf({ certificates = [], spec }: Given): ClusterCertificate[] {
  const { clusterConfiguration } = spec as KubeadmConfigSpec;
  return controlPlaneCertificates(clusterConfiguration).map((wanted) => {
    const pair = certificates.find(({ purpose }) => purpose === wanted.purpose);
    return { ...wanted, secretName: wanted.purpose, secret: undefined, pair };
  });
}

function rendered(given: Given): string {
  const spec = given.spec as KubeadmConfigSpec;
  const machine = { spec, users: spec.users ?? [], files: [...certificateFiles(certificatesOf(given)), ...(spec.files ?? [])] };
  if (given.kind === 'init') return initCloudConfig({ ...machine, clusterConfiguration: given.clusterConfiguration ?? '', initConfiguration: given.configuration });
  return (given.kind === 'join' ? joinControlPlaneCloudConfig : joinWorkerCloudConfig)({ ...machine, joinConfiguration: given.configuration });
}

// Recorded from upstream's own package. Infrastructure providers hash user data: a byte that differs would replace machines.
test.each(golden)('cloud-init: $name', (given) => {
  expect(rendered(given)).toBe(given.output);
});

test.each(quotes)('quoted: $output', ({ text, output }) => {
  expect(quoted(text)).toBe(output);
});
