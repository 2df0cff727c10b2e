import { dump, loadAll } from 'js-yaml';
import { BootstrapDataError } from './bootstrap-plan.ts';
import { isAbsent, mapping, partOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { firstLine } from './one-line.ts';

/** What kubeadm checks and a container does not have: a kernel configuration to look at, a host without swap, a setting of the host's bridge. */
const ignoredInContainers = 'SystemVerification,Swap,FileContent--proc-sys-net-bridge-bridge-nf-call-iptables';
/** The Docker provider's own mark. Managers that know no other one take a machine that has it for bootstrapped. */
const startedMark = 'mkdir -p /run/cluster-api && echo started > /run/cluster-api/capd.bootstrap.started';

/**
 * Settings of kubelets that share a disk and swap with the host; what the user says goes before.
 *
 * No `cgroup-root`: not every image makes that cgroup, and a node has a cgroup namespace of its own, so the root serves as it does on a real machine.
 */
const kubeletDefaults: Readonly<Record<string, string>> = {
  'image-gc-high-threshold': '100',
  'eviction-hard': 'nodefs.available<0%,nodefs.inodesFree<0%,imagefs.available<0%',
  'fail-swap-on': 'false',
  'runtime-cgroups': '/system.slice/containerd.service',
};
const containerdSocket = 'unix:///var/run/containerd/containerd.sock';

/** These would change settings of the host's kernel, which others use, too; zero leaves them alone. */
const kubeProxyConfiguration = {
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  conntrack: { maxPerCore: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
};

/** A shell command in which kubeadm overlooks what containers lack, and which leaves the mark before kubeadm begins. */
export function kubeadmCommandInContainer(command: string, ignored = ignoredInContainers): string {
  return command.replace(/(?<![\w/-])kubeadm (init|join)(?![\w-])/, (_, verb: string) => `${startedMark} && kubeadm ${verb} --ignore-preflight-errors=${ignored}`);
}

/** The same for a command given as words; undefined where it is not kubeadm's. */
export function kubeadmWordsInContainer(words: readonly string[]): readonly string[] | undefined {
  const [program, verb, ...rest] = words;
  if (program !== 'kubeadm' || (verb !== 'init' && verb !== 'join')) return undefined;
  return ['/bin/sh', '-c', `${startedMark} && exec kubeadm "$@"`, 'kubeadm', verb, `--ignore-preflight-errors=${ignoredInContainers}`, ...rest];
}

/**
 * kubeadm's configuration, all documents, with what nodes in containers need: settings of the kubelet, and for a new cluster those of kube-proxy.
 *
 * Errors: `BootstrapDataError`.
 */
export function kubeadmConfigInContainer(field: string, text: string): string {
  const documents = parsed(field, text);
  const adapted = documents.map((value, index) => adaptDocument({ field: `${field} document ${String(index + 1)}`, value }));
  const kinds = documents.map((value, index) => partOf({ field: `${field} document ${String(index + 1)}`, value }, 'kind').value);
  if (!kinds.includes('InitConfiguration') && !kinds.includes('JoinConfiguration')) throw new BootstrapDataError(field, 'holds neither an InitConfiguration nor a JoinConfiguration of kubeadm');
  const needsProxy = kinds.includes('InitConfiguration') && !kinds.includes('KubeProxyConfiguration');
  return [...adapted, ...(needsProxy ? [kubeProxyConfiguration] : [])].map((document) => `---\n${dump(document, { lineWidth: -1 })}`).join('');
}

function parsed(field: string, text: string): readonly unknown[] {
  try {
    return loadAll(text).filter((document) => !isAbsent(document));
  } catch (error) {
    throw new BootstrapDataError(field, `is not YAML: ${firstLine(error)}`, { cause: error });
  }
}

function adaptDocument(document: Part): unknown {
  const kind = partOf(document, 'kind').value;
  if (kind !== 'InitConfiguration' && kind !== 'JoinConfiguration') return document.value;
  const registration = partOf(document, 'nodeRegistration');
  const given = mapping(registration);
  return {
    ...mapping(document),
    nodeRegistration: {
      ...given,
      // Nodes may see other engines' sockets, and kubeadm would not know which one to take.
      criSocket: given['criSocket'] || containerdSocket,
      kubeletExtraArgs: withKubeletDefaults(partOf(registration, 'kubeletExtraArgs')),
    },
  };
}

/** A list of names and values since v1beta4 of kubeadm's API, a mapping before. */
function withKubeletDefaults({ field, value }: Part): unknown {
  const defaults = Object.entries(kubeletDefaults);
  if (isAbsent(value) || Array.isArray(value)) {
    const given: readonly unknown[] = value ?? [];
    const names = given.map((argument) => partOf({ field, value: argument }, 'name').value);
    return [...given, ...defaults.filter(([name]) => !names.includes(name)).map(([name, text]) => ({ name, value: text }))];
  }
  return { ...kubeletDefaults, ...mapping({ field, value }) };
}
