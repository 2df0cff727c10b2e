/**
 * The keys under which objects of Cluster API say things to each other: labels, annotations, finalizers, taints,
 * Secret types and field managers. They are wire format: a changed value breaks running management clusters.
 */

// Labels: membership and ownership

/** The Cluster that an object belongs to; on every object of a cluster, and the selector of Secret caches. */
export const clusterNameLabel = 'cluster.x-k8s.io/cluster-name';
/** Marks what belongs to a control plane machine; only its presence counts. */
export const machineControlPlaneLabel = 'cluster.x-k8s.io/control-plane';
/** The control plane object that a Machine belongs to; a hash where the name is too long. */
export const machineControlPlaneNameLabel = 'cluster.x-k8s.io/control-plane-name';
/** The MachineSet that a Machine belongs to; a hash where the name is too long. */
export const machineSetNameLabel = 'cluster.x-k8s.io/set-name';
/** The MachineDeployment that a MachineSet or Machine belongs to. */
export const machineDeploymentNameLabel = 'cluster.x-k8s.io/deployment-name';
/** The MachinePool that a Machine belongs to; a hash where the name is too long. */
export const machinePoolNameLabel = 'cluster.x-k8s.io/pool-name';
/** Tells the MachineSets of one MachineDeployment, and their Machines, apart. */
export const machineDeploymentUniqueLabel = 'machine-template-hash';

/** Marks objects that a managed topology created; only its presence counts. */
export const clusterTopologyOwnedLabel = 'topology.cluster.x-k8s.io/owned';
/** The name of a MachineDeployment inside the topology. */
export const clusterTopologyMachineDeploymentNameLabel = 'topology.cluster.x-k8s.io/deployment-name';
/** The name of a MachinePool inside the topology. */
export const clusterTopologyMachinePoolNameLabel = 'topology.cluster.x-k8s.io/pool-name';

// Labels: behaviour

/** Which of several managers handles an object. */
export const watchLabel = 'cluster.x-k8s.io/watch-filter';
/** Put on Nodes of machines that the provider may take away at any time. */
export const interruptibleLabel = 'cluster.x-k8s.io/interruptible';
/** On a Pod: how draining treats it, `skip` or `wait-completed`. */
export const podDrainLabel = 'cluster.x-k8s.io/drain';
/** The provider that a component or CRD belongs to. */
export const providerNameLabel = 'cluster.x-k8s.io/provider';
/** Prefix of the CRD labels that list the versions implementing a contract, e.g. `cluster.x-k8s.io/v1beta2: v1beta2`. */
export const contractLabelPrefix = 'cluster.x-k8s.io/';
/** ClusterRoles with this label are added to what the core manager may do. */
export const aggregateToManagerLabel = 'cluster.x-k8s.io/aggregate-to-manager';
/** ClusterRoles with this label are added to what the kubeadm control plane manager may do. */
export const kubeadmControlPlaneAggregateToManagerLabel =
  'kubeadm.controlplane.cluster.x-k8s.io/aggregate-to-manager';

/** Node labels of this domain and its subdomains are synchronised from Machines. */
export const managedNodeLabelDomain = 'node.cluster.x-k8s.io';
/** Node labels that start so are synchronised from Machines: the role of the node. */
export const nodeRoleLabelPrefix = 'node-role.kubernetes.io';
/** Node labels of this domain and its subdomains are synchronised from Machines: kubelets cannot set them. */
export const nodeRestrictionLabelDomain = 'node-restriction.kubernetes.io';
/** Node annotations of this domain and its subdomains are synchronised from Machines. */
export const managedNodeAnnotationDomain = 'node.cluster.x-k8s.io';

// Labels: clusterctl

/** Marks everything that clusterctl installed. */
export const clusterctlLabel = 'clusterctl.cluster.x-k8s.io';
/** Marks clusterctl's own parts: `inventory` or `cert-manager`. */
export const clusterctlCoreLabel = 'clusterctl.cluster.x-k8s.io/core';
/** On a CRD: its objects move with `clusterctl move`. */
export const clusterctlMoveLabel = 'clusterctl.cluster.x-k8s.io/move';
/** On a CRD: its objects move together with all that they own. */
export const clusterctlMoveHierarchyLabel = 'clusterctl.cluster.x-k8s.io/move-hierarchy';

// Labels: development infrastructure

/** The machine pool that a container or DevMachine belongs to. */
export const devMachinePoolLabel = 'dev.cluster.x-k8s.io/machine-pool';
/** On a container: the cluster that it belongs to. */
export const containerClusterLabel = 'io.x-k8s.kind.cluster';
/** On a container: its role in the cluster. */
export const containerRoleLabel = 'io.x-k8s.kind.role';
/** On a container: its failure domain. */
export const containerFailureDomainLabel = 'io.x-k8s.cluster.failureDomain';

// Annotations: general

/** Stops reconciliation of one object; only its presence counts. */
export const pausedAnnotation = 'cluster.x-k8s.io/paused';
/** On an InfraCluster: somebody outside Cluster API manages it. */
export const managedByAnnotation = 'cluster.x-k8s.io/managed-by';
/** On a MachinePool: who decides about replicas in our place. */
export const replicasManagedByAnnotation = 'cluster.x-k8s.io/replicas-managed-by';
/** The template that an object was cloned from. */
export const templateClonedFromNameAnnotation = 'cluster.x-k8s.io/cloned-from-name';
/** The kind and group of that template, as `Kind.group`. */
export const templateClonedFromGroupKindAnnotation = 'cluster.x-k8s.io/cloned-from-groupkind';
/** The object at its storage version, kept while it is read and written at an older one. */
export const conversionDataAnnotation = 'cluster.x-k8s.io/conversion-data';
/** On an IPAddressClaim: its cluster name came from the label, for conversion back. */
export const clusterNameLabelSetAnnotation = 'conversion.cluster.x-k8s.io/cluster-name-label-set';
/** On a CRD: the generation whose storage migration is complete. */
export const crdMigrationObservedGenerationAnnotation = 'crd-migration.cluster.x-k8s.io/observed-generation';

// Annotations: machines

/** Delete this Machine before others when scaling down. */
export const deleteMachineAnnotation = 'cluster.x-k8s.io/delete-machine';
/** On a MachineSet: create no Machines while `true`. */
export const disableMachineCreateAnnotation = 'cluster.x-k8s.io/disable-machine-create';
/** Never remediate this Machine. */
export const machineSkipRemediationAnnotation = 'cluster.x-k8s.io/skip-remediation';
/** Remediate this Machine even though it looks healthy. */
export const remediateMachineAnnotation = 'cluster.x-k8s.io/remediate-machine';
/** When the certificates on a control plane machine expire. */
export const machineCertificatesExpiryDateAnnotation = 'machine.cluster.x-k8s.io/certificates-expiry';
/** Delete the Machine without draining its Node. */
export const excludeNodeDrainingAnnotation = 'machine.cluster.x-k8s.io/exclude-node-draining';
/** Delete the Machine without waiting for its volumes to detach. */
export const excludeWaitForNodeVolumeDetachAnnotation =
  'machine.cluster.x-k8s.io/exclude-wait-for-node-volume-detach';
/** Annotations that start so hold back draining. */
export const preDrainDeleteHookAnnotationPrefix = 'pre-drain.delete.hook.machine.cluster.x-k8s.io';
/** Annotations that start so hold back deletion of the infrastructure. */
export const preTerminateDeleteHookAnnotationPrefix = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io';
/** The pre-terminate hook of the kubeadm control plane: it removes the etcd member first. */
export const preTerminateHookCleanupAnnotation = `${preTerminateDeleteHookAnnotationPrefix}/kcp-cleanup`;
/** Preflight checks that creating Machines skips, comma separated, or `All`. */
export const machineSetSkipPreflightChecksAnnotation = 'machineset.cluster.x-k8s.io/skip-preflight-checks';

// Annotations: Nodes

/** On a Node: its Cluster. */
export const clusterNameAnnotation = 'cluster.x-k8s.io/cluster-name';
/** On a Node: the namespace of its Cluster. */
export const clusterNamespaceAnnotation = 'cluster.x-k8s.io/cluster-namespace';
/** On a Node: its Machine. */
export const machineAnnotation = 'cluster.x-k8s.io/machine';
/** On a Node: the kind of its Machine's controller. */
export const ownerKindAnnotation = 'cluster.x-k8s.io/owner-kind';
/** On a Node: the name of its Machine's controller. */
export const ownerNameAnnotation = 'cluster.x-k8s.io/owner-name';
/** On a Node: keys of the labels that came from its Machine. */
export const labelsFromMachineAnnotation = 'cluster.x-k8s.io/labels-from-machine';
/** On a Node: keys of the annotations that came from its Machine. */
export const annotationsFromMachineAnnotation = 'cluster.x-k8s.io/annotations-from-machine';
/** On a Node: the taints that came from its Machine. */
export const taintsFromMachineAnnotation = 'cluster.x-k8s.io/taints-from-machine';

// Annotations: MachineDeployment (the domain `clusters` is upstream's)

/** The revision of a MachineDeployment's MachineSet. */
export const revisionAnnotation = 'machinedeployment.clusters.x-k8s.io/revision';
/** Earlier revisions that the same MachineSet had. */
export const revisionHistoryAnnotation = 'machinedeployment.clusters.x-k8s.io/revision-history';
/** Replicas of the MachineDeployment when the MachineSet was last scaled. */
export const desiredReplicasAnnotation = 'machinedeployment.clusters.x-k8s.io/desired-replicas';
/** The most Machines that all MachineSets may have together: replicas plus surge. */
export const maxReplicasAnnotation = 'machinedeployment.clusters.x-k8s.io/max-replicas';

// Annotations: in-place updates, internal

/** An in-place update of the object has begun. */
export const updateInProgressAnnotation = 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress';
/** The Machine moved to another MachineSet, which has not noticed yet. */
export const pendingAcknowledgeMoveAnnotation =
  'in-place-updates.internal.cluster.x-k8s.io/pending-acknowledge-move';
/** The Machines whose move a MachineSet has noticed. */
export const acknowledgedMoveAnnotation = 'in-place-updates.internal.cluster.x-k8s.io/acknowledged-move';
/** The MachineSet to which Machines move instead of being deleted. */
export const machineSetMoveMachinesToMachineSetAnnotation =
  'in-place-updates.internal.cluster.x-k8s.io/move-machines-to-machineset';
/** The MachineSets from which Machines may arrive. */
export const machineSetReceiveMachinesFromMachineSetsAnnotation =
  'in-place-updates.internal.cluster.x-k8s.io/receive-machines-from-machinesets';

// Annotations: topology

/** The control plane version that an upgrade of several steps is at, internal. */
export const clusterTopologyUpgradeStepAnnotation = 'topology.internal.cluster.x-k8s.io/upgrade-step';
/** On objects of a dry run only: webhooks let template changes pass. */
export const topologyDryRunAnnotation = 'topology.cluster.x-k8s.io/dry-run';
/** On a MachineDeployment or MachinePool of a topology: upgrade it later. */
export const clusterTopologyDeferUpgradeAnnotation = 'topology.cluster.x-k8s.io/defer-upgrade';
/** On a MachineDeployment or MachinePool of a topology: upgrade neither it nor those after it. */
export const clusterTopologyHoldUpgradeSequenceAnnotation = 'topology.cluster.x-k8s.io/hold-upgrade-sequence';
/** How many MachineDeployments or MachinePools upgrade at once. */
export const clusterTopologyUpgradeConcurrencyAnnotation = 'topology.cluster.x-k8s.io/upgrade-concurrency';
/** On a Cluster: its class may change to an incompatible one. */
export const clusterTopologyUnsafeUpdateClassNameAnnotation =
  'unsafe.topology.cluster.x-k8s.io/disable-update-class-name-check';
/** On a Cluster: its version may change in ways that are refused otherwise. */
export const clusterTopologyUnsafeUpdateVersionAnnotation =
  'unsafe.topology.cluster.x-k8s.io/disable-update-version-check';
/** Annotations that start so hold back an upgrade of the Cluster. */
export const beforeClusterUpgradeHookAnnotationPrefix = 'before-upgrade.hook.cluster.cluster.x-k8s.io';

// Annotations: runtime extensions

/** Hooks that still have to be called, sorted and comma separated. */
export const pendingHooksAnnotation = 'runtime.cluster.x-k8s.io/pending-hooks';
/** Every BeforeClusterDelete hook has agreed. */
export const okToDeleteAnnotation = 'runtime.cluster.x-k8s.io/ok-to-delete';
/** On an ExtensionConfig: the Secret, as `namespace/name`, whose CA goes into the client configuration. */
export const injectCAFromSecretAnnotation = 'runtime.cluster.x-k8s.io/inject-ca-from-secret';

// Annotations: kubeadm control plane

/** Leave CoreDNS alone. */
export const skipCoreDNSAnnotation = 'controlplane.cluster.x-k8s.io/skip-coredns';
/** Leave kube-proxy alone. */
export const skipKubeProxyAnnotation = 'controlplane.cluster.x-k8s.io/skip-kube-proxy';
/** On the control plane: the remediation under way, JSON. */
export const remediationInProgressAnnotation = 'controlplane.cluster.x-k8s.io/remediation-in-progress';
/** On a Machine: the remediation that it replaces another Machine for, JSON. */
export const remediationForAnnotation = 'controlplane.cluster.x-k8s.io/remediation-for';
/** Written by older versions on Machines; removed where found. */
export const kubeadmClusterConfigurationAnnotation = 'controlplane.cluster.x-k8s.io/kubeadm-cluster-configuration';

// Annotations: clusterctl

/** Holds back `clusterctl move` while present. */
export const blockMoveAnnotation = 'clusterctl.cluster.x-k8s.io/block-move';
/** Put on objects before a move deletes them, so that nothing else is deleted with them. */
export const deleteForMoveAnnotation = 'clusterctl.cluster.x-k8s.io/delete-for-move';
/** On a CRD: its name need not follow the convention. */
export const skipCRDNamePreflightCheckAnnotation = 'clusterctl.cluster.x-k8s.io/skip-crd-name-preflight-check';
/** The version of cert-manager that clusterctl installed. */
export const certManagerVersionAnnotation = 'cert-manager.clusterctl.cluster.x-k8s.io/version';

// Annotations: cluster-autoscaler

/** Fewest machines of a node group. */
export const autoscalerMinSizeAnnotation = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size';
/** Most machines of a node group. */
export const autoscalerMaxSizeAnnotation = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size';

// Annotations: development infrastructure

/** On a DevMachine: its weight in the load balancer. */
export const loadBalancerWeightAnnotation = 'devmachine.infrastructure.cluster.x-k8s.io/weight';
/** On a DevCluster: the listener that serves its in-memory API server. */
export const inMemoryListenerAnnotation = 'inmemorycluster.infrastructure.cluster.x-k8s.io/listener';
/** On an in-memory machine: its bootstrap is complete. */
export const inMemoryBootstrappedAnnotation = 'machine.inmemory.infrastructure.cluster.x-k8s.io/bootstrapped';
/** On a simulated etcd Pod: the ID of its cluster. */
export const inMemoryEtcdClusterIDAnnotation = 'etcd.inmemory.infrastructure.cluster.x-k8s.io/cluster-id';
/** On a simulated etcd Pod: the ID of its member. */
export const inMemoryEtcdMemberIDAnnotation = 'etcd.inmemory.infrastructure.cluster.x-k8s.io/member-id';
/** On a simulated etcd Pod: since when its member leads. */
export const inMemoryEtcdLeaderFromAnnotation = 'etcd.inmemory.infrastructure.cluster.x-k8s.io/leader-from';
/** On a simulated etcd Pod: its member was removed. */
export const inMemoryEtcdMemberRemovedAnnotation = 'etcd.inmemory.infrastructure.cluster.x-k8s.io/member-removed';

// Finalizers

export const clusterFinalizer = 'cluster.cluster.x-k8s.io';
export const machineFinalizer = 'machine.cluster.x-k8s.io';
export const machineSetFinalizer = 'cluster.x-k8s.io/machineset';
export const machineDeploymentFinalizer = 'cluster.x-k8s.io/machinedeployment';
export const machinePoolFinalizer = 'machinepool.cluster.x-k8s.io';
/** Put by the topology controllers, which remove the templates that nobody uses any more. */
export const machineSetTopologyFinalizer = 'machineset.topology.cluster.x-k8s.io';
export const machineDeploymentTopologyFinalizer = 'machinedeployment.topology.cluster.x-k8s.io';
export const clusterResourceSetFinalizer = 'addons.cluster.x-k8s.io';
export const kubeadmControlPlaneFinalizer = 'kubeadm.controlplane.cluster.x-k8s.io';
export const devClusterFinalizer = 'dockercluster.infrastructure.cluster.x-k8s.io';
export const devMachineFinalizer = 'dockermachine.infrastructure.cluster.x-k8s.io';
export const devMachinePoolFinalizer = 'dockermachinepool.infrastructure.cluster.x-k8s.io';

// Taints of Nodes

/** Keeps Pods off a Node until labels and taints of its Machine are on it. */
export const nodeUninitializedTaint = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' } as const;
/** Makes the scheduler avoid Nodes that a rollout is about to replace. */
export const nodeOutdatedRevisionTaint = {
  key: 'node.cluster.x-k8s.io/outdated-revision',
  effect: 'PreferNoSchedule',
} as const;

// Types of Secrets

/** Secrets that belong to a Cluster: certificates, kubeconfig, bootstrap data. */
export const clusterSecretType = 'cluster.x-k8s.io/secret';
/** Secrets with manifests that a ClusterResourceSet applies. */
export const clusterResourceSetSecretType = 'addons.cluster.x-k8s.io/resource-set';
/** Bootstrap tokens in the workload cluster. */
export const bootstrapTokenSecretType = 'bootstrap.kubernetes.io/token';

// Field managers

/** Server-side apply of a managed topology. */
export const topologyFieldManager = 'capi-topology';
export const machineDeploymentFieldManager = 'capi-machinedeployment';
export const machineSetFieldManager = 'capi-machineset';
export const machinePoolFieldManager = 'machinepool-controller';
/** Labels and annotations that a MachineSet keeps up to date on what its Machines own. */
export const machineSetMetadataFieldManager = 'capi-machineset-metadata';
export const kubeadmControlPlaneFieldManager = 'capi-kubeadmcontrolplane';
/** Labels and annotations that a control plane keeps up to date on what its Machines own. */
export const kubeadmControlPlaneMetadataFieldManager = 'capi-kubeadmcontrolplane-metadata';
/** Everything that is not server-side apply. */
export const patchFieldManager = 'manager';
/** What the API server calls fields that were there before the first apply. */
export const beforeFirstApplyFieldManager = 'before-first-apply';
