/**
 * `make conformance`: compares the running services with what upstream was recorded to do. `run.ts <folder> [crds] [admission] [flow]`
 * Without the folder (it is not part of this repository) nothing can be compared, and that is said.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { toError } from '@clusterwright/api/errors';
import { kubectl } from '@clusterwright/test-env';
import { Stack, stopLeftStack, workFolder } from '../../tools/local/stack.ts';
import { walkFlow } from './flow.ts';

const [folderArgument = '../shared/conformance', ...only] = process.argv.slice(2);
const folder = resolve(folderArgument);
const here = new URL('.', import.meta.url).pathname;
const dir = workFolder('conformance');

/** Kinds whose webhooks this release has; the others' schemas are compared by the CRD check. */
const admissionKinds = ['Cluster', 'Machine', 'MachineSet', 'MachineDeployment', 'MachinePool', 'MachineHealthCheck', 'MachineDrainRule', 'ClusterResourceSet', 'ClusterResourceSetBinding', 'IPAddress', 'IPAddressClaim', 'ExtensionConfig', 'KubeadmConfig', 'KubeadmConfigTemplate', 'KubeadmControlPlane', 'KubeadmControlPlaneTemplate', 'DevCluster', 'DevClusterTemplate', 'DevMachine', 'DevMachineTemplate', 'DevMachinePool'];

/** The record was made with ClusterTopology and RuntimeSDK on; templates and ExtensionConfigs may only be created then. */
const topology = ['--feature-gates=ClusterTopology=true'];
const recordedFlags = { core: ['--feature-gates=ClusterTopology=true,RuntimeSDK=true'], 'controlplane-kubeadm': topology, 'infra-docker': topology };

interface Outcome {
  readonly check: string;
  readonly passed: boolean;
  readonly summary: string;
}

/** Runs one of the folder's tools as the administrator, with the control plane's kubectl first in PATH. */
function runTool(stack: Stack, args: readonly string[], input?: string): Promise<{ code: number; output: string }> {
  const { controlPlane } = stack;
  const env = { ...process.env, KUBECONFIG: controlPlane.kubeconfig, PATH: `${dirname(controlPlane.binaries.kubectl)}${delimiter}${process.env['PATH'] ?? ''}` };
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => done({ code: code ?? 1, output }));
    child.stdin.end(input ?? '');
  });
}

/** Keeps the whole output in a file and shows the end of it. */
function conclude(check: string, { code, output }: { code: number; output: string }): Outcome {
  const lines = output.trimEnd().split('\n');
  writeFileSync(join(dir, 'results', `${check}.txt`), output);
  if (code !== 0) console.log(lines.slice(-60).join('\n'));
  const outcome = { check, passed: code === 0, summary: lines.at(-1) ?? '' };
  console.log(`${outcome.passed ? 'ok  ' : 'FAIL'} ${check}: ${outcome.summary}`);
  return outcome;
}

async function checkCrds(stack: Stack): Promise<Outcome[]> {
  const crds = await kubectl(stack.controlPlane, ['get', 'crd', '-o', 'json']);
  return [conclude('crds', await runTool(stack, [join(folder, 'crd-compat.mjs'), '--allow', join(here, 'crds.allow')], crds))];
}

async function checkAdmission(stack: Stack): Promise<Outcome[]> {
  const args = [join(folder, 'admission.mjs'), 'check', join(folder, 'admission.jsonl'), '--kinds', admissionKinds.join(','), '--skip-bases', 'cluster-topology', '--namespace', 'admission-check', '--verbose'];
  return [conclude('admission', await runTool(stack, args))];
}

async function checkFlow(stack: Stack): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const namespace = 'conformance-flow';
  const walk = walkFlow({
    controlPlane: stack.controlPlane,
    namespace,
    manifest: join(folder, 'flow/cluster.yaml'),
    progress: (line) => console.log(line),
    async compare(recorded) {
      const args = [join(folder, 'flow.mjs'), 'compare', '--namespace', namespace, join(folder, 'flow', `${recorded}.json`), '--allow', join(here, 'flow.allow')];
      outcomes.push(conclude(`flow-${recorded}`, await runTool(stack, args)));
    },
  });
  await walk.catch((error: unknown) => outcomes.push(conclude('flow', { code: 1, output: toError(error).message })));
  return outcomes;
}

async function run(): Promise<number> {
  if (!existsSync(join(folder, 'flow.mjs'))) {
    console.log(`skipped: ${folder} is not there. The recorded behaviour of upstream is not part of this repository; give its folder with CONFORMANCE=…`);
    return 0;
  }
  await stopLeftStack(dir);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(dir, 'results'), { recursive: true });
  const stack = await Stack.start({ dir, flags: recordedFlags, progress: (line) => console.log(line), onCrash: (name, how, log) => console.log(`${name} ended (${how}):\n${log}`) });
  const interrupted = (): void => void stack.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const checks = { crds: checkCrds, admission: checkAdmission, flow: checkFlow };
    const outcomes: Outcome[] = [];
    for (const [name, check] of Object.entries(checks)) if (only.length === 0 || only.includes(name)) outcomes.push(...(await check(stack)));
    const failed = outcomes.filter(({ passed }) => !passed);
    console.log(`conformance: ${String(outcomes.length - failed.length)} of ${String(outcomes.length)} checks passed; outputs are in ${dir}/results`);
    return failed.length === 0 ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

process.exitCode = await run();
