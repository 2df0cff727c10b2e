import { YAML11_SCHEMA, load } from 'js-yaml';
import { BootstrapDataError } from './bootstrap-plan.ts';
import type { BootstrapFacts, BootstrapPlan, BootstrapStep, RunStep } from './bootstrap-plan.ts';
import { deferredFileSteps, fileSteps } from './cloud-config-files.ts';
import { hostnameSteps, mountSteps, ntpSteps } from './cloud-config-system.ts';
import { userSteps } from './cloud-config-users.ts';
import { listOf, mapping, partOf, textOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';
import { renderInstanceTemplate } from './instance-template.ts';
import { kubeadmCommandInContainer, kubeadmWordsInContainer } from './kubeadm-in-containers.ts';
import { firstLine, oneLine } from './one-line.ts';

/** cloud-init's own order, whatever the order in the document. */
const modules: readonly { readonly keys: readonly string[]; readonly steps: (document: Part) => readonly BootstrapStep[] }[] = [
  { keys: ['bootcmd'], steps: (document) => commandSteps(partOf(document, 'bootcmd')) },
  { keys: ['write_files'], steps: (document) => fileSteps(partOf(document, 'write_files')) },
  { keys: ['mounts'], steps: (document) => mountSteps(partOf(document, 'mounts')) },
  { keys: ['hostname', 'fqdn', 'preserve_hostname', 'prefer_fqdn_over_hostname'], steps: hostnameSteps },
  { keys: ['users'], steps: (document) => userSteps(partOf(document, 'users')) },
  { keys: ['ntp'], steps: (document) => ntpSteps(partOf(document, 'ntp')) },
  { keys: ['write_files'], steps: (document) => deferredFileSteps(partOf(document, 'write_files')) },
  { keys: ['runcmd'], steps: (document) => commandSteps(partOf(document, 'runcmd')) },
];

/** The steps of a `#cloud-config` document or of a script. Errors: `BootstrapDataError`. */
export function planCloudConfig(text: string, facts: BootstrapFacts): BootstrapPlan {
  const rendered = renderInstanceTemplate(text, facts);
  if (rendered.startsWith('#!')) return { steps: [scriptStep(rendered)], ignored: [] };
  const document: Part = { field: '', value: parsed(rendered) };
  const known = new Set(modules.flatMap(({ keys }) => keys));
  return {
    steps: modules.flatMap(({ steps }) => steps(document)),
    ignored: Object.keys(mapping(document)).filter((key) => !known.has(key)),
  };
}

/** cloud-init reads YAML 1.1, to which `0644` is octal and `yes` is true. */
function parsed(text: string): unknown {
  try {
    return load(text, { schema: YAML11_SCHEMA });
  } catch (error) {
    throw new BootstrapDataError('document', `is not YAML: ${firstLine(error)}`, { cause: error });
  }
}

function commandSteps(commands: Part): readonly RunStep[] {
  return listOf(commands).map((item) => (Array.isArray(item.value) ? wordsStep(item) : shellStep(item)));
}

function shellStep(item: Part): RunStep {
  const text = textOf(item);
  return { kind: 'run', what: `run ${oneLine(text)}`, command: ['/bin/sh', '-c', kubeadmCommandInContainer(text)] };
}

function wordsStep(item: Part): RunStep {
  const words = listOf(item).map(textOf);
  if (words.length === 0) throw new BootstrapDataError(item.field, 'is empty');
  return { kind: 'run', what: `run ${oneLine(words.join(' '))}`, command: kubeadmWordsInContainer(words) ?? words };
}

/** The interpreter of its first line is honoured by the kernel. */
function scriptStep(script: string): RunStep {
  const path = '/run/cluster-api/user-data';
  const write = `mkdir -p /run/cluster-api && printf %s "$1" > ${path} && chmod 0700 ${path} && exec ${path}`;
  return { kind: 'run', what: 'run the script in the bootstrap data', command: ['/bin/sh', '-c', write, 'sh', kubeadmCommandInContainer(script)] };
}
