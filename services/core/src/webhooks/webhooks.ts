import { ClusterResourceSetBindings, ClusterResourceSets } from '@clusterwright/api/addons/v1beta2';
import type { ClusterResourceSet, ClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2';
import { validateClusterResourceSetBinding } from '@clusterwright/api/addons/v1beta2/cluster-resource-set-binding/cluster-resource-set-binding.validation';
import { defaultClusterResourceSet } from '@clusterwright/api/addons/v1beta2/cluster-resource-set/cluster-resource-set.defaults';
import { validateClusterResourceSet } from '@clusterwright/api/addons/v1beta2/cluster-resource-set/cluster-resource-set.validation';
import { Clusters, MachineDeployments, MachineDrainRules, MachineHealthChecks, MachinePools, MachineSets, Machines } from '@clusterwright/api/core/v1beta2';
import type { Cluster, Machine, MachineDeployment, MachineDrainRule, MachineHealthCheck, MachinePool, MachineSet } from '@clusterwright/api/core/v1beta2';
import { validateCluster } from '@clusterwright/api/core/v1beta2/cluster/cluster.validation';
import { defaultMachine } from '@clusterwright/api/core/v1beta2/machine/machine.defaults';
import { validateMachine } from '@clusterwright/api/core/v1beta2/machine/machine.validation';
import { defaultMachineDeployment } from '@clusterwright/api/core/v1beta2/machine-deployment/machine-deployment.defaults';
import { validateMachineDeployment } from '@clusterwright/api/core/v1beta2/machine-deployment/machine-deployment.validation';
import { validateMachineDrainRule } from '@clusterwright/api/core/v1beta2/machine-drain-rule/machine-drain-rule.validation';
import { defaultMachineHealthCheck } from '@clusterwright/api/core/v1beta2/machine-health-check/machine-health-check.defaults';
import { validateMachineHealthCheck } from '@clusterwright/api/core/v1beta2/machine-health-check/machine-health-check.validation';
import { defaultMachinePool } from '@clusterwright/api/core/v1beta2/machine-pool/machine-pool.defaults';
import { validateMachinePool } from '@clusterwright/api/core/v1beta2/machine-pool/machine-pool.validation';
import { defaultMachineSet } from '@clusterwright/api/core/v1beta2/machine-set/machine-set.defaults';
import { validateMachineSet } from '@clusterwright/api/core/v1beta2/machine-set/machine-set.validation';
import { ExtensionConfigs } from '@clusterwright/api/runtime/v1beta2';
import type { ExtensionConfig } from '@clusterwright/api/runtime/v1beta2';
import { defaultExtensionConfig } from '@clusterwright/api/runtime/v1beta2/extension-config/extension-config.defaults';
import { validateExtensionConfig } from '@clusterwright/api/runtime/v1beta2/extension-config/extension-config.validation';
import { admissionWebhook } from '@clusterwright/controller-runtime';
import type { AdmissionWebhook } from '@clusterwright/controller-runtime';
import type { FeatureGates } from '@clusterwright/controller-runtime/service/feature-gates';
import { formatLabelValue } from '@clusterwright/provider-kit/cluster/label-values';
import { ipAddressClaimWebhook, ipAddressWebhook } from './ipam-webhooks.ts';

/** Defaulting and validation of the kinds whose controllers run in core (spec 2.11, 9.3). */
export function coreWebhooks({ features }: { readonly features: FeatureGates }): AdmissionWebhook[] {
  const options = { taintPropagation: features.enabled('MachineTaintPropagation'), preflightChecks: features.enabled('MachineSetPreflightChecks'), machinePools: features.enabled('MachinePool') };
  return [
    admissionWebhook<Cluster>({ resource: Clusters, defaults: (cluster) => cluster, validate: (next, previous, { operation }) => (operation === 'DELETE' ? [] : validateCluster(next, previous)), validateOperations: ['CREATE', 'UPDATE', 'DELETE'] }),
    admissionWebhook<Machine>({ resource: Machines, defaults: defaultMachine, validate: (next, previous) => validateMachine(next, previous, options) }),
    admissionWebhook<MachineSet>({
      resource: MachineSets,
      defaults: (machineSet, previous) => defaultMachineSet(machineSet, previous, formatLabelValue),
      validate: (next, previous) => validateMachineSet(next, previous, options),
    }),
    admissionWebhook<MachineDeployment>({ resource: MachineDeployments, defaults: defaultMachineDeployment, validate: (next, previous) => validateMachineDeployment(next, previous, options) }),
    admissionWebhook<MachinePool>({ resource: MachinePools, defaults: defaultMachinePool, validate: (next, previous) => validateMachinePool(next, previous, options) }),
    admissionWebhook<MachineHealthCheck>({ resource: MachineHealthChecks, defaults: defaultMachineHealthCheck, validate: validateMachineHealthCheck }),
    admissionWebhook<MachineDrainRule>({ resource: MachineDrainRules, validate: validateMachineDrainRule }),
    admissionWebhook<ClusterResourceSet>({ resource: ClusterResourceSets, defaults: defaultClusterResourceSet, validate: validateClusterResourceSet }),
    admissionWebhook<ClusterResourceSetBinding>({ resource: ClusterResourceSetBindings, validate: validateClusterResourceSetBinding }),
    admissionWebhook<ExtensionConfig>({
      resource: ExtensionConfigs,
      defaults: defaultExtensionConfig,
      validate: (next) => validateExtensionConfig(next, { runtimeSDK: features.enabled('RuntimeSDK') }),
      names: { mutating: 'default.extensionconfig.runtime.addons.cluster.x-k8s.io' },
    }),
    ipAddressWebhook,
    ipAddressClaimWebhook,
  ];
}
