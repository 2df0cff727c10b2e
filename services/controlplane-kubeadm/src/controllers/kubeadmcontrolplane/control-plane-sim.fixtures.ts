/** A small world of Machines and etcd members in which the plans of this controller run: what can happen in it, and what must hold at every step. */
import fc from 'fast-check';
import type { EtcdMember } from '../../ports/etcd-client.ts';
import type { ControlPlaneMachine } from './control-plane-machine.plan.ts';
import { planControlPlane } from './control-plane.plan.ts';
import { etcdQuorum } from './etcd-quorum.plan.ts';
import { aCluster, aCondition, aControlPlane, aMachine, healthConditions } from './kubeadmcontrolplane.fixtures.ts';
import { planEtcdMembers } from './phases/etcd-members.plan.ts';
import { planPreTerminateHook } from './phases/pre-terminate-hook.plan.ts';
import { formatRemediation } from './remediation-data.plan.ts';
import { isStaleRemediation, planRemediation } from './remediation.plan.ts';
import { upToDateResult } from './up-to-date.plan.ts';

interface SimMachine {
  readonly name: string;
  readonly version: string;
  readonly createdAt: number;
  /** Provisioning goes from 0 to 3: infrastructure, etcd learner, Node, healthy. */
  progress: number;
  /** It works no more, and gets no further. */
  sick: boolean;
  /** What the MachineHealthCheck last said. */
  verdict: 'healthy' | 'unhealthy' | undefined;
  deletedAt: number | undefined;
  hook: boolean;
}

const joined = 1;
const hasNode = 2;
const complete = 3;

export class World {
  replicas: number;
  version = 1;
  readonly maxSurge: number;
  readonly machines: SimMachine[] = [];
  members: EtcdMember[] = [];
  clock = 0;
  changes = 0;
  remediations = 0;
  /** The note of a remediation in progress. */
  note: string | undefined;
  initialized = false;

  constructor(replicas: number, maxSurge: number) {
    this.replicas = replicas;
    this.maxSurge = maxSurge;
  }

  get controlPlane() {
    const annotations: Record<string, string> = this.note === undefined ? {} : { 'controlplane.cluster.x-k8s.io/remediation-in-progress': this.note };
    return aControlPlane({ metadata: { annotations }, spec: { replicas: this.replicas, version: `v1.${30 + this.version}.0`, rollout: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: this.maxSurge } } } } });
  }

  /** What a pass would gather. */
  observe(): ControlPlaneMachine[] {
    return this.machines.map((sim) => {
      // etcd lists a dead member like any other: only its Pod tells.
      const broken: Record<string, 'False'> = sim.progress < complete ? { EtcdMemberHealthy: 'False', APIServerPodHealthy: 'False' } : sim.sick ? { EtcdPodHealthy: 'False', APIServerPodHealthy: 'False' } : {};
      const waiting = aCondition('Deleting', 'True', { reason: 'WaitingForPreTerminateHook' });
      const verdict = sim.verdict === undefined ? [] : [aCondition('HealthCheckSucceeded', sim.verdict === 'healthy' ? 'True' : 'False')];
      const request = sim.verdict === 'unhealthy' ? [aCondition('OwnerRemediated', 'False')] : [];
      const machine = aMachine(sim.name, {
        nodeName: sim.progress >= hasNode ? sim.name : '',
        conditions: [...healthConditions(broken), ...verdict, ...request, ...(sim.deletedAt === undefined ? [] : [waiting])],
        spec: { version: sim.version },
        metadata: {
          creationTimestamp: time(sim.createdAt),
          ...(sim.deletedAt === undefined ? {} : { deletionTimestamp: time(sim.deletedAt) }),
          ...(sim.hook ? {} : { annotations: {} }),
        },
      });
      return { machine, kubeadmConfig: undefined, infraMachine: undefined, upToDate: upToDateResult({ controlPlane: this.controlPlane, machine, kubeadmConfig: undefined, infraMachine: undefined, now: new Date(time(this.clock)) }) };
    });
  }

  /** One pass of the controller: the steps that change something, in their order. */
  reconcile(): void {
    const machines = this.observe();
    const etcd = this.observeEtcd();
    const strangers = planEtcdMembers(machines, etcd);
    if (strangers.step === 'unsafe') return;
    if (strangers.step === 'remove') return this.removeMember(strangers.member.name);

    const hook = planPreTerminateHook({ controlPlane: this.controlPlane, machines, etcd, nodeNameByProviderID: () => undefined });
    if (hook.step === 'release') this.release(hook.machine.machine.metadata.name, hook.member);
    if (hook.step !== 'done') return;
    if (this.remediate(machines)) return;

    const plan = planControlPlane({ controlPlane: this.controlPlane, cluster: aCluster(), machines, etcdMembers: etcd?.members ?? [], etcdAlarms: [], certificatesAvailable: true });
    if (plan.step === 'create') this.create();
    if (plan.step === 'delete') this.delete(plan.machine.machine.metadata.name);
  }

  /** Whether a Machine was deleted. */
  private remediate(machines: readonly ControlPlaneMachine[]): boolean {
    if (isStaleRemediation(this.controlPlane, machines)) this.note = undefined;
    const memberNameOf = ({ machine }: ControlPlaneMachine): string | undefined => machine.status?.nodeRef?.name;
    const plan = planRemediation({ controlPlane: this.controlPlane, cluster: aCluster(), machines, initialized: this.initialized, etcd: this.observeEtcd(), memberNameOf, now: new Date(time(this.clock)) });
    if (plan.step !== 'remediate') return false;
    this.note = formatRemediation(plan.data);
    this.remediations += 1;
    this.delete(plan.machine.machine.metadata.name);
    return true;
  }

  observeEtcd() {
    const leader = this.members.find(({ isLearner }) => !isLearner);
    return leader && this.hasQuorum() ? { members: this.members, alarms: [], leader } : undefined;
  }

  release(name: string, member: EtcdMember | undefined): void {
    if (member) this.removeMember(member.name);
    this.find(name).hook = false;
  }

  /** The outside world moves one Machine on. */
  advance(pick: number): void {
    this.clock += 1;
    const moving = this.machines.filter((sim) => (sim.progress < complete && !sim.sick) || (sim.deletedAt !== undefined && !sim.hook));
    const sim = moving[pick % Math.max(1, moving.length)];
    if (!sim) return;
    if (sim.deletedAt !== undefined && !sim.hook) this.remove(sim);
    else if (sim.progress < joined) this.join(sim);
    else this.grow(sim);
    this.initialized ||= this.machines.some(({ progress }) => progress === complete);
  }

  /** Breaks a Machine, but never more than etcd survives: that would be no test of us. */
  breakOne(pick: number): void {
    const candidates = this.machines.filter(({ sick, progress }) => !sick && progress === complete);
    const sim = candidates[pick % Math.max(1, candidates.length)];
    if (!sim || candidates.length < 2) return;
    sim.sick = true;
    if (!this.hasQuorum() || !this.willHaveQuorum()) sim.sick = false;
  }

  /** The same once what is leaving has left: two Machines that fail at once, one of them by our own hand, are more than three members survive. */
  private willHaveQuorum(): boolean {
    const staying = this.machines.filter(({ deletedAt }) => deletedAt === undefined);
    const voting = this.members.filter(({ name, isLearner }) => !isLearner && staying.some((sim) => sim.name === name));
    return voting.filter(({ name }) => staying.some((sim) => sim.name === name && !sim.sick)).length >= etcdQuorum(voting.length);
  }

  /** A Machine fails on its way up: no image, no quota, no network. */
  breakNewest(): void {
    const sim = this.machines.at(-1);
    if (sim && sim.progress < hasNode && this.machines.every(({ sick }) => !sick)) sim.sick = true;
  }

  /** The MachineHealthCheck looks at every Machine. */
  check(): void {
    for (const sim of this.machines) sim.verdict = sim.sick ? 'unhealthy' : 'healthy';
  }

  /** A user deletes a Machine by hand. */
  deleteByHand(pick: number): void {
    const sim = this.machines[pick % Math.max(1, this.machines.length)];
    // The last one would take all data with it, which nobody can prevent.
    if (!sim || this.machines.filter(({ deletedAt }) => deletedAt === undefined).length < 2) return;
    this.clock += 1;
    sim.deletedAt ??= this.clock;
  }

  healAll(): void {
    for (const sim of this.machines) sim.sick = false;
  }

  hasQuorum(): boolean {
    const voting = this.members.filter(({ isLearner }) => !isLearner);
    const healthy = voting.filter(({ name }) => this.machines.some((sim) => sim.name === name && !sim.sick));
    return voting.length === 0 || healthy.length >= etcdQuorum(voting.length);
  }

  isSettled(): boolean {
    return this.machines.length === this.replicas && this.members.length === this.replicas && this.machines.every((sim) => sim.progress === complete && sim.deletedAt === undefined && sim.version === this.controlPlane.spec.version);
  }

  private remove(sim: SimMachine): void {
    this.machines.splice(this.machines.indexOf(sim), 1);
    // With the last machine all of etcd goes.
    if (this.machines.length === 0) this.members = [];
  }

  private create(): void {
    this.changes += 1;
    this.clock += 1;
    this.machines.push({ name: `m${this.changes}`, version: this.controlPlane.spec.version, createdAt: this.clock, progress: 0, sick: false, verdict: undefined, deletedAt: undefined, hook: true });
    this.note = undefined;
  }

  private delete(name: string): void {
    this.changes += 1;
    this.clock += 1;
    this.find(name).deletedAt = this.clock;
  }

  private join(sim: SimMachine): void {
    // kubeadm join needs a working etcd to add its member to.
    if (!this.hasQuorum()) return;
    const isFirst = this.members.length === 0;
    this.members = [...this.members, { id: BigInt(this.clock), name: sim.name, isLearner: !isFirst }];
    sim.progress = joined;
  }

  private grow(sim: SimMachine): void {
    sim.progress += 1;
    if (sim.progress === hasNode) this.members = this.members.map((member) => (member.name === sim.name ? { ...member, isLearner: false } : member));
  }

  private removeMember(name: string): void {
    this.members = this.members.filter((member) => member.name !== name);
  }

  private find(name: string): SimMachine {
    const sim = this.machines.find((candidate) => candidate.name === name);
    if (!sim) throw new Error(`no machine ${name}`);
    return sim;
  }
}

const time = (step: number): string => new Date(Date.UTC(2026, 10, 21) + step * 1000).toISOString().replace('.000', '');

export type Step = { readonly kind: 'reconcile' | 'heal' | 'upgrade' | 'check' | 'breakNewest' } | { readonly kind: 'advance' | 'break' | 'deleteByHand'; readonly pick: number } | { readonly kind: 'scale'; readonly replicas: number };

export const replicas = fc.constantFrom(1, 3, 5);
export const pick = fc.nat({ max: 9 });
export const steps = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: fc.constant<Step>({ kind: 'reconcile' }) },
    { weight: 10, arbitrary: pick.map((n): Step => ({ kind: 'advance', pick: n })) },
    { weight: 3, arbitrary: pick.map((n): Step => ({ kind: 'break', pick: n })) },
    { weight: 1, arbitrary: pick.map((n): Step => ({ kind: 'deleteByHand', pick: n })) },
    { weight: 2, arbitrary: fc.constant<Step>({ kind: 'heal' }) },
    { weight: 3, arbitrary: fc.constant<Step>({ kind: 'check' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'breakNewest' }) },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'upgrade' }) },
    { weight: 1, arbitrary: replicas.map((n): Step => ({ kind: 'scale', replicas: n })) },
  ),
  { maxLength: 120 },
);

export function take(world: World, step: Step): void {
  switch (step.kind) {
    case 'reconcile':
      return world.reconcile();
    case 'advance':
      return world.advance(step.pick);
    case 'break':
      return world.breakOne(step.pick);
    case 'deleteByHand':
      return world.deleteByHand(step.pick);
    case 'breakNewest':
      return world.breakNewest();
    case 'check':
      return world.check();
    case 'heal':
      return world.healAll();
    case 'upgrade':
      world.version = Math.min(world.version + 1, 6);
      return undefined;
    case 'scale':
      world.replicas = step.replicas;
      return undefined;
  }
}

interface Snapshot {
  readonly count: number;
  readonly changes: number;
  readonly remediations: number;
  readonly isRemediating: boolean;
  /** Machines that are coming or going; the latter list leaves out what has a Node already. */
  readonly unfinished: readonly string[];
  readonly withoutNode: readonly string[];
  readonly deleting: readonly string[];
  readonly quorum: boolean;
  readonly voters: number;
}

export function snapshot(world: World): Snapshot {
  const namesWhere = (matches: (sim: SimMachine) => boolean): string[] => world.machines.filter(matches).map(({ name }) => name);
  // An unhealthy Machine may be replaced before it has come.
  const inMotion = (arrived: number): string[] => namesWhere((sim) => (sim.progress < arrived && sim.verdict !== 'unhealthy') || sim.deletedAt !== undefined);
  const deleting = namesWhere((sim) => sim.deletedAt !== undefined);
  return { count: world.machines.length, changes: world.changes, remediations: world.remediations, isRemediating: world.note !== undefined, unfinished: inMotion(complete), withoutNode: inMotion(hasNode), deleting, quorum: world.hasQuorum(), voters: world.members.filter(({ isLearner }) => !isLearner).length };
}

export function checkReconcile(world: World, before: Snapshot): void {
  const after = snapshot(world);
  expect(after.changes - before.changes).toBeLessThanOrEqual(1);
  // A change begins only when the one before is complete; a Machine that is no longer wanted may go before it has come.
  const going = after.deleting.filter((name) => !before.deleting.includes(name));
  // A repair cannot wait until all is well; it is enough that all Machines have their Nodes, so that members and votes are known.
  const isRepair = before.isRemediating || after.remediations > before.remediations;
  if (after.changes > before.changes) expect((isRepair ? before.withoutNode : before.unfinished).filter((name) => !going.includes(name))).toEqual([]);
  if (after.count > before.count) expect(after.count).toBeLessThanOrEqual(world.replicas + world.maxSurge);
  if (before.quorum) expect(after.quorum).toBe(true);
  if (before.voters > 0) expect(after.voters).toBeGreaterThan(0);
}

/** Without failures the controller and the world take turns until all is done. */
export function settle(world: World): void {
  for (let round = 0; round < 200 && !world.isSettled(); round += 1) {
    const before = snapshot(world);
    world.reconcile();
    checkReconcile(world, before);
    world.advance(round);
  }
}
