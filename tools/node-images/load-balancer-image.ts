import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packLayer } from './image-archive.ts';
import type { Image } from './image-archive.ts';
import { copyFolder, copyPrograms, installBusybox } from './program-files.ts';

/** The image that Cluster API's Docker provider starts a load balancer from, where nobody names another. */
export const defaultLoadBalancerImage = 'kindest/haproxy:v20230606-42a2262b';

export const loadBalancerConfigurationPath = '/usr/local/etc/haproxy/haproxy.cfg';

/** HAProxy out of Debian, with a shell and small tools, and a configuration without servers: it starts, and waits for a better one and SIGHUP. */
export async function loadBalancerImage(name: string, { debian, files, work, labels }: { debian: string; files: string; work: string; labels: Readonly<Record<string, string>> }): Promise<Image> {
  const root = join(work, 'load-balancer');
  installBusybox(debian, root);
  copyPrograms(debian, root, ['/usr/sbin/haproxy']);
  copyFolder(files, root, '.');
  mkdirSync(join(root, 'var/lib/haproxy'), { recursive: true });
  const layer = await packLayer(root, `${root}.tar`);
  const entrypoint = ['haproxy', '-W', '-db', '-f', loadBalancerConfigurationPath];
  // SIGUSR1 lets connections end; Docker's SIGTERM cuts them.
  return { names: [name], layers: [layer], settings: { entrypoint, stopSignal: 'SIGUSR1', env: ['PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin'], labels } };
}
