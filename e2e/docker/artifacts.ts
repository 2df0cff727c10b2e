import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { toError } from '@clusterwright/api/errors';
import { workFolder } from '../../tools/local/stack.ts';
import { containersOf } from './docker.ts';
import type { Environment } from './environment.ts';

const kinds = [
  'clusters', 'kubeadmcontrolplanes', 'machinedeployments', 'machinesets', 'machinepools', 'machines', 'kubeadmconfigs', 'kubeadmconfigtemplates', 'machinehealthchecks', 'machinedrainrules', 'clusterresourcesets', 'clusterresourcesetbindings',
  'devclusters', 'devmachinetemplates', 'devmachinepools', 'devmachines', 'dockerclusters', 'dockermachinetemplates', 'dockermachinepools', 'dockermachines', 'events',
];

/** What a machine leaves on its disk, and what a load balancer does; the journal is read where programs of the machine still answer. */
const ofMachine = { 'cloud-init-output.log': '/var/log/cloud-init-output.log', pods: '/var/log/pods' };
const ofLoadBalancer = { 'haproxy.cfg': '/usr/local/etc/haproxy/haproxy.cfg' };
const journalFolder = '/var/log/journal';

/** What hangs is given up; what is broken often hangs. */
const patienceMs = 60_000;

/** Saves objects, logs of the services, and what machines printed and logged, of machines that stopped or hang as well; returns the folder. */
export async function saveArtifacts(environment: Environment, namespace: string, cluster: string): Promise<string> {
  const folder = workFolder(join('e2e-artifacts', namespace));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const kind of kinds) await save(join(folder, `${kind}.yaml`), () => environment.kubectl('-n', namespace, 'get', kind, '-o', 'yaml'));
  // Their names only: they hold keys.
  await save(join(folder, 'secrets.txt'), () => environment.kubectl('-n', namespace, 'get', 'secrets'));
  await save(join(folder, 'workload.txt'), async () => (await environment.workload(namespace, cluster))('get', 'nodes,pods', '--all-namespaces', '-o', 'wide'));
  for (const { log } of environment.stack.services) if (existsSync(log)) copyFileSync(log, join(folder, basename(log)));
  for (const container of await containersOf(cluster, environment.docker)) await saveContainer(environment, folder, container);
  return folder;
}

async function saveContainer({ docker }: Environment, folder: string, container: string): Promise<void> {
  const isMachine = !container.endsWith('-lb');
  const file = (suffix: string): string => join(folder, `${container}.${suffix}`);
  await save(file('log'), () => docker('logs', '--tail', '500', container));
  for (const [suffix, path] of Object.entries(isMachine ? ofMachine : ofLoadBalancer)) await saveFailure(file(`${suffix}.error`), () => docker('cp', `${container}:${path}`, file(suffix)));
  if (!isMachine) return;
  // Of a machine that stopped or is paused, for `journalctl --directory`.
  const copyJournal = (): Promise<string> => docker('cp', `${container}:${journalFolder}`, file('journal.d'));
  await save(file('journal'), () => docker('exec', container, 'journalctl', '--no-pager', '--lines', '2000').catch(copyJournal));
}

async function save(file: string, read: () => Promise<string>): Promise<void> {
  writeFileSync(file, await patiently(read).catch((error: unknown) => toError(error).message));
}

async function saveFailure(file: string, run: () => Promise<unknown>): Promise<void> {
  await patiently(run).catch((error: unknown) => writeFileSync(file, toError(error).message));
}

/** Errors: those of `run`, or that it took too long; it is not stopped then. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${String(patienceMs / 1000)} s`)), patienceMs);
  return Promise.race([run(), late]).finally(() => clearTimeout(timer));
}
