/** The kinds of the group cluster.x-k8s.io, version v1beta2. */
export { Clusters } from './v1beta2/cluster/cluster.ts';
export { ClusterClasses } from './v1beta2/cluster-class/cluster-class.ts';
export { Machines } from './v1beta2/machine/machine.ts';
export { MachineSets } from './v1beta2/machine-set/machine-set.ts';
export { MachineDeployments } from './v1beta2/machine-deployment/machine-deployment.ts';
export { MachinePools } from './v1beta2/machine-pool/machine-pool.ts';
export { MachineHealthChecks } from './v1beta2/machine-health-check/machine-health-check.ts';
export { MachineDrainRules } from './v1beta2/machine-drain-rule/machine-drain-rule.ts';
export { clusterConditions, type ClusterConditions } from './v1beta2/cluster/cluster.conditions.ts';
export { clusterClassConditions, type ClusterClassConditions } from './v1beta2/cluster-class/cluster-class.conditions.ts';
export { machineConditions, type MachineConditions } from './v1beta2/machine/machine.conditions.ts';
export { machineSetConditions, type MachineSetConditions } from './v1beta2/machine-set/machine-set.conditions.ts';
export { machineDeploymentConditions, type MachineDeploymentConditions } from './v1beta2/machine-deployment/machine-deployment.conditions.ts';
export { machinePoolConditions, type MachinePoolConditions } from './v1beta2/machine-pool/machine-pool.conditions.ts';
export { machineHealthCheckConditions, type MachineHealthCheckConditions } from './v1beta2/machine-health-check/machine-health-check.conditions.ts';
export type { ClassTemplate, ClassNamingSpec } from './v1beta2/cluster-class/class-template.schema.ts';
export type {
  ClusterClassStatusVariableDefinition,
  ClusterClassStatusVariable,
  ClusterClassStatus,
} from './v1beta2/cluster-class/cluster-class-status.schema.ts';
export type {
  InfrastructureClass,
  ClusterClassUpgradeExternal,
  ClusterClassUpgrade,
  ClusterClassSpec,
  ClusterClass,
} from './v1beta2/cluster-class/cluster-class.schema.ts';
export type { ControlPlaneClassHealthCheck, ControlPlaneClass } from './v1beta2/cluster-class/control-plane-class.schema.ts';
export type {
  PatchSelectorMatchClass,
  PatchSelectorMatch,
  PatchSelector,
  JSONPatchValue,
  JSONPatch,
  PatchDefinition,
  ExternalPatchDefinition,
  ClusterClassPatch,
} from './v1beta2/cluster-class/patches.schema.ts';
export type { ValidationRule, JSONSchemaProps, VariableSchema, ClusterClassVariable } from './v1beta2/cluster-class/variables.schema.ts';
export type {
  MachineDeploymentClassHealthCheck,
  MachineDeploymentClassRolloutSpec,
  MachineDeploymentClass,
  MachinePoolClass,
  WorkersClass,
} from './v1beta2/cluster-class/workers-class.schema.ts';
export type { ClusterInitializationStatus, ReplicaCounts, ClusterStatus } from './v1beta2/cluster/cluster-status.schema.ts';
export type { NetworkRanges, ClusterNetwork, ClusterSpec, Cluster } from './v1beta2/cluster/cluster.schema.ts';
export type {
  ClusterClassRef,
  ControlPlaneTopologyRolloutSpec,
  ControlPlaneTopologyHealthCheck,
  ControlPlaneTopology,
  ClusterTopology,
} from './v1beta2/cluster/topology.schema.ts';
export type {
  MachineDeploymentTopologyHealthCheck,
  MachineDeploymentTopology,
  MachinePoolTopology,
  WorkersTopology,
} from './v1beta2/cluster/workers-topology.schema.ts';
export type {
  MachineDeploymentRemediationSpec,
  MachineDeploymentSpec,
  MachineDeploymentV1Beta1DeprecatedStatus,
  MachineDeploymentStatus,
  MachineDeployment,
} from './v1beta2/machine-deployment/machine-deployment.schema.ts';
export type {
  MachineDrainRuleDrainConfig,
  MachineDrainRuleMachineSelector,
  MachineDrainRulePodSelector,
  MachineDrainRuleSpec,
  MachineDrainRule,
} from './v1beta2/machine-drain-rule/machine-drain-rule.schema.ts';
export type { MachineHealthCheckSpec, MachineHealthCheckStatus, MachineHealthCheck } from './v1beta2/machine-health-check/machine-health-check.schema.ts';
export type { MachinePoolSpec, MachinePoolV1Beta1DeprecatedStatus, MachinePoolStatus, MachinePool } from './v1beta2/machine-pool/machine-pool.schema.ts';
export type { MachineSetSpec, MachineSetV1Beta1DeprecatedStatus, MachineSetStatus, MachineSet } from './v1beta2/machine-set/machine-set.schema.ts';
export type { MachineDeletionStatus, MachineStatus } from './v1beta2/machine/machine-status.schema.ts';
export type { Machine } from './v1beta2/machine/machine.schema.ts';
export type { APIEndpoint } from './v1beta2/shared/api-endpoint.schema.ts';
export type { ConditionGate } from './v1beta2/shared/condition-gate.schema.ts';
export type { V1Beta1Condition, V1Beta1FailureStatus, V1Beta1ConditionsStatus } from './v1beta2/shared/deprecated-status.schema.ts';
export type { FailureDomain } from './v1beta2/shared/failure-domain.schema.ts';
export type {
  UnhealthyNodeCondition,
  UnhealthyMachineCondition,
  MachineHealthCheckRemediationTriggerIf,
  MachineDeploymentHealthCheckRemediation,
  MachineHealthCheckChecks,
  MachineHealthCheckRemediation,
} from './v1beta2/shared/health-check.schema.ts';
export type { MachineAddress } from './v1beta2/shared/machine-address.schema.ts';
export type { StatusVersion, StatusUpgradePlanVersion } from './v1beta2/shared/machine-counts.schema.ts';
export type { MachineDeploymentMachineDeletionSpec, MachineDeletionSpec, MachineSetDeletionSpec } from './v1beta2/shared/machine-deletion.schema.ts';
export type { MachineInitializationStatus } from './v1beta2/shared/machine-initialization.schema.ts';
export type { MachineNamingSpec } from './v1beta2/shared/machine-naming.schema.ts';
export type { MachineBootstrap, MachineSpec } from './v1beta2/shared/machine-spec.schema.ts';
export type { MachineTaint } from './v1beta2/shared/machine-taint.schema.ts';
export type { MachineTemplateSpec } from './v1beta2/shared/machine-template.schema.ts';
export type { ContractVersionedObjectReference, TemplateReference, NameReference } from './v1beta2/shared/references.schema.ts';
export type {
  MachineDeploymentRolloutStrategyRollingUpdate,
  MachineDeploymentRolloutStrategy,
  MachineDeploymentRolloutSpec,
} from './v1beta2/shared/rollout.schema.ts';
export type { TemplateObjectMeta } from './v1beta2/shared/template-metadata.schema.ts';
export type { ClusterVariable, VariableOverrides } from './v1beta2/shared/variable-values.schema.ts';
export type { LabelSelectorRequirement, LabelSelector } from '../schema/metav1.schema.ts';
export type { NodeSwapStatus, NodeSystemInfo, ObjectReference, Taint, LocalObjectReference } from '../schema/corev1.schema.ts';
