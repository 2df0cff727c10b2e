import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Condition, UnstructuredObject } from '@clusterwright/api';
import { kubectl } from '@clusterwright/test-env';
import { raiseInotifyLimit } from '../../tools/engine/docker-engine.ts';
import { assertEngine } from '../../tools/node-images/engine.ts';
import { Stack, stopLeftStack, workFolder } from '../../tools/local/stack.ts';
import type { StackOptions } from '../../tools/local/stack.ts';
import { dockerAt } from './docker.ts';
import type { Docker } from './docker.ts';

/** Objects as kubectl prints them. */
export interface KubernetesObject extends UnstructuredObject {
  readonly spec?: Record<string, never>;
  readonly status?: Record<string, never> & { readonly conditions?: readonly Condition[] };
}

/** A management cluster with the four services as processes, on this machine's Docker engine. Everything is done and seen through the API only. */
export class Environment {
  readonly stack: Stack;
  /** The engine that the machines run on, as it is: not through what a story puts between. */
  readonly docker: Docker;
  readonly #dir: string;

  private constructor(stack: Stack, docker: Docker, dir: string) {
    this.stack = stack;
    this.docker = docker;
    this.#dir = dir;
  }

  /** `engine`: address of another engine than the usual one; `flags`: further flags of services, by name. */
  static async start(name: string, { engine, env = {}, flags = {} }: Pick<StackOptions, 'env' | 'flags'> & { readonly engine?: string } = {}): Promise<Environment> {
    assertEngine();
    raiseInotifyLimit((line) => console.info(line));
    const dir = workFolder(`e2e-${name}`);
    await stopLeftStack(dir);
    rmSync(dir, { recursive: true, force: true });
    const stack = await Stack.start({ dir, env: { ...(engine === undefined ? {} : { DOCKER_HOST: engine }), ...env }, flags, restart: true, onCrash: (service, how, log) => console.error(`${service} ended by itself (${how}):\n${log}`) });
    return new Environment(stack, dockerAt(engine), dir);
  }

  async stop(): Promise<void> {
    await this.stack.stop({ discard: true });
  }

  /** kubectl on the management cluster. */
  kubectl(...args: readonly string[]): Promise<string> {
    return kubectl(this.stack.controlPlane, args);
  }

  async apply(objects: readonly UnstructuredObject[]): Promise<void> {
    await kubectl(this.stack.controlPlane, ['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  }

  async patch(namespace: string, resource: string, body: object): Promise<void> {
    await this.kubectl('-n', namespace, 'patch', resource, '--type=merge', '-p', JSON.stringify(body));
  }

  async createNamespace(name: string): Promise<void> {
    await this.kubectl('create', 'namespace', name);
  }

  /** Errors: where it does not exist. */
  async get(namespace: string, resource: string, name: string): Promise<KubernetesObject> {
    return JSON.parse(await this.kubectl('-n', namespace, 'get', resource, name, '-o', 'json')) as KubernetesObject;
  }

  async list(namespace: string, resource: string, selector = ''): Promise<readonly KubernetesObject[]> {
    return (JSON.parse(await this.kubectl('-n', namespace, 'get', resource, '-l', selector, '-o', 'json')) as { items: KubernetesObject[] }).items;
  }

  /** The file with the kubeconfig of a workload cluster, from its Secret. */
  async workloadKubeconfig(namespace: string, cluster: string): Promise<string> {
    const file = join(this.#dir, `${namespace}-${cluster}.kubeconfig`);
    const secret = await this.get(namespace, 'secret', `${cluster}-kubeconfig`);
    writeFileSync(file, Buffer.from((secret as unknown as { data: { value: string } }).data.value, 'base64'), { mode: 0o600 });
    return file;
  }

  /** kubectl on a workload cluster. */
  async workload(namespace: string, cluster: string): Promise<(...args: readonly string[]) => Promise<string>> {
    const kubeconfig = await this.workloadKubeconfig(namespace, cluster);
    const { binaries } = this.stack.controlPlane;
    return (...args) => kubectl({ binaries, kubeconfig }, ['--request-timeout=20s', ...args]);
  }

  /** Applies an object to a workload cluster. */
  async applyTo(namespace: string, cluster: string, object: object): Promise<void> {
    const kubeconfig = await this.workloadKubeconfig(namespace, cluster);
    await kubectl({ binaries: this.stack.controlPlane.binaries, kubeconfig }, ['apply', '--server-side', '-f', '-'], JSON.stringify(object));
  }
}

/** Status of a condition; undefined where it is not there. */
export function conditionOf({ status }: KubernetesObject, type: string): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}
