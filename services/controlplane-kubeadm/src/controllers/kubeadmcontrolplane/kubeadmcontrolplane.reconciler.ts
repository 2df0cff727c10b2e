import { kubeadmControlPlaneFinalizer } from '@clusterwright/api';
import type { KubeadmControlPlane } from '@clusterwright/api/controlplane/v1beta2';
import { done, requeueAfter, type Client, type Phase, type Reconciler } from '@clusterwright/controller-runtime';
import { findOwnerCluster } from '@clusterwright/provider-kit/cluster/cluster-lookup';
import { createPendingNames } from '@clusterwright/provider-kit/cluster/pending-names';
import type { RandomInteger } from '@clusterwright/provider-kit/cluster/names';
import type { ControlPlanePods } from '../../ports/control-plane-pods.ts';
import type { EtcdConnector } from '../../ports/etcd-client.ts';
import type { ServingCertificates } from '../../ports/serving-certificates.ts';
import type { ClusterSecrets } from './cluster-secrets.ts';
import { gatherControlPlaneScope, type ControlPlaneScope, type ScopeDeps } from './kubeadmcontrolplane.scope.ts';
import { ownedConditions, reportControlPlane } from './kubeadmcontrolplane.status.ts';
import { createAddons } from './phases/addons.act.ts';
import { adoption } from './phases/adoption.act.ts';
import { certificateExpiry } from './phases/certificate-expiry.act.ts';
import { certificates } from './phases/certificates.act.ts';
import { changeControlPlane } from './phases/control-plane.act.ts';
import { deleteMachines } from './phases/deletion.act.ts';
import { etcdMembers } from './phases/etcd-members.act.ts';
import { createEtcdMembership } from './phases/etcd-membership.ts';
import { inspectHealth, reachableWorkloadCluster, writeMachineConditions } from './phases/health.act.ts';
import { infraTemplate } from './phases/infra-template.act.ts';
import { initialization } from './phases/initialization.act.ts';
import { kubeconfig } from './phases/kubeconfig.act.ts';
import { preTerminateHook } from './phases/pre-terminate-hook.act.ts';
import { clusterInfrastructure, controlPlaneEndpoint } from './phases/prerequisites.act.ts';
import { orphans } from './phases/orphans.act.ts';
import { remediation } from './phases/remediation.act.ts';
import { rolloutPreparation } from './phases/rollout-preparation.act.ts';
import { settleRemediation } from './phases/settle-remediation.act.ts';
import { syncMachines } from './phases/sync-machines.act.ts';
import { untilNextRollout } from './rollout-time.plan.ts';
import { failOn, sequence } from './sequence.ts';

export interface KubeadmControlPlaneDeps extends ScopeDeps {
  readonly client: Client;
  readonly secrets: ClusterSecrets;
  readonly pods: Pick<ControlPlanePods, 'list'>;
  readonly etcd: EtcdConnector;
  readonly servingCertificates: ServingCertificates;
  /** `--remote-conditions-grace-period` */
  readonly remoteConditionsGracePeriodMs: number;
  /** Whether MachinePools exist in this management cluster (feature gate MachinePool). */
  readonly machinePools: boolean;
  readonly random?: RandomInteger | undefined;
}

/** kubeadm uploads its ConfigMap seconds after the API server answers, and nothing tells us when. */
const initializationRequeueMs = 1_000;
/** What is said about etcd and components is looked at again while it is bad. */
const unhealthyRequeueMs = 20_000;

/**
 * Drives a KubeadmControlPlane: certificates, kubeconfig, and Machines that run kubeadm control planes with stacked etcd, one change at a time.
 *
 * - reads: Cluster, Machines, KubeadmConfigs, InfraMachines, infrastructure template, Secrets; in the workload cluster Nodes, static Pods, kubeadm's ConfigMap, CoreDNS, kube-proxy, etcd
 * - writes: Machines, KubeadmConfigs, InfraMachines, Secrets; conditions of Machines; in the workload cluster etcd membership, kubeadm's ConfigMap, one ClusterRoleBinding, images of CoreDNS and kube-proxy, the Corefile
 * - owns conditions: all of the kind; on Machines those of control plane components, and UpToDate
 * - requeues: while not initialized (1 s), while a change is blocked by health (15 s), while components are unhealthy (20 s), while a deletion is (30 s), when a remediation may be tried again, when `rollout.after` or the days before certificates expire are reached (daily until then)
 */
export function kubeadmControlPlaneReconciler(deps: KubeadmControlPlaneDeps): Reconciler<KubeadmControlPlane, ControlPlaneScope> {
  const health = { client: deps.client, pods: deps.pods, etcd: deps.etcd, gracePeriodMs: deps.remoteConditionsGracePeriodMs };
  const membership = createEtcdMembership(deps.etcd);
  const pendingNames = createPendingNames();
  const addons = createAddons();
  return {
    name: 'kubeadmcontrolplane',
    finalizer: kubeadmControlPlaneFinalizer,
    ownedConditions,
    async admit(controlPlane) {
      const cluster = await findOwnerCluster(deps.client, controlPlane);
      return cluster ? { step: 'proceed', clusterPaused: cluster.spec.paused === true } : { step: 'wait', reason: 'WaitingForOwnerCluster' };
    },
    gather: (controlPlane, { now }) => gatherControlPlaneScope(deps, controlPlane, now()),
    apply: [
      orphans({ ...deps, pendingNames }),
      ...sequence<ControlPlaneScope>(
        adoption(deps),
        infraTemplate(deps),
        clusterInfrastructure,
        certificates(deps),
        failOn(({ certificates: state }) => (state.kind === 'failed' ? state.error : undefined)),
        controlPlaneEndpoint,
        kubeconfig(deps),
        syncMachines(deps),
        initialization(),
        inspectHealth(health),
        writeMachineConditions(health),
        failOn(({ machineWriteError }) => machineWriteError),
        reachableWorkloadCluster,
        etcdMembers(membership),
        preTerminateHook({ client: deps.client, membership }),
        settleRemediation(deps),
        remediation({ client: deps.client, membership }),
        failOn(({ remediationError }) => remediationError),
        rolloutPreparation(),
        changeControlPlane({ client: deps.client, membership, random: deps.random, pendingNames }),
        failOn(({ creationFailure }) => creationFailure?.error),
        addons.phase,
        certificateExpiry(deps),
      ),
      lookAgain,
      retryRemediation,
      rolloutInTime,
    ],
    cleanup: [deleteMachines(deps)],
    report: reportControlPlane,
    forget: (key) => addons.forget(key),
  };
}

/** Wakes us for what no watch tells. */
const lookAgain: Phase<ControlPlaneScope> = ({ initialized, connection, health }) => {
  if (!initialized) return connection.kind === 'connected' ? requeueAfter(initializationRequeueMs, 'WaitingForInitialization') : done;
  const isBad = health?.conditions.some(({ type, status }) => (type === 'ControlPlaneComponentsHealthy' || type === 'EtcdClusterHealthy') && status !== 'True');
  return isBad ? requeueAfter(unhealthyRequeueMs, 'WaitingForHealthyComponents') : done;
};

const retryRemediation: Phase<ControlPlaneScope> = ({ remediationLookAgainMs }) => (remediationLookAgainMs === undefined ? done : requeueAfter(remediationLookAgainMs, 'WaitingForRemediation'));

const rolloutInTime: Phase<ControlPlaneScope> = (scope) => {
  const afterMs = untilNextRollout(scope);
  return afterMs === undefined ? done : requeueAfter(afterMs, 'WaitingForRolloutTime');
};
