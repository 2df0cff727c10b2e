import type { FieldError } from '../../../field-error.ts';
import { selectorMatches, selectorProblem, selectorText } from '../../../label-selector.ts';
import type { LabelSelectorLike } from '../../../label-selector.ts';
import { subdomainProblem } from '../../../kubernetes-names.ts';
import { validateKubernetesVersion } from '../../../semantic-version.ts';
import { validateTemplateMetadata } from './template-metadata.validation.ts';
import { validateMachineTaints, validateWorkerTaints } from './machine-taint.validation.ts';
import type { TaintLike, TaintOptions } from './machine-taint.validation.ts';

/** What MachineDeployment and MachineSet have in common. */
export interface ReplicatedMachines {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> | undefined };
  readonly spec: {
    readonly clusterName: string;
    readonly selector: LabelSelectorLike;
    readonly machineNaming?: { readonly template?: string | undefined } | undefined;
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> | undefined; readonly annotations?: Readonly<Record<string, string>> | undefined } | undefined;
      readonly spec: {
        readonly clusterName: string;
        readonly version?: string | undefined;
        readonly bootstrap: { readonly configRef?: object | undefined; readonly dataSecretName?: string | undefined };
        readonly taints?: readonly TaintLike[] | undefined;
      };
    };
  };
}

export interface ReplicatedMachinesOptions extends TaintOptions {
  /** Feature gate MachineSetPreflightChecks. */
  readonly preflightChecks: boolean;
}

const skipPreflightChecks = 'machineset.cluster.x-k8s.io/skip-preflight-checks';
const knownPreflightChecks = ['All', 'ControlPlaneIsStable', 'ControlPlaneVersionSkew', 'KubeadmVersionSkew', 'KubernetesVersionSkew'];

/** Rules that hold for MachineDeployments and MachineSets alike (spec WH-04, WH-05). `mismatch` is how a selector that misses its template is refused. Pure. */
export function validateReplicatedMachines(next: ReplicatedMachines, previous: ReplicatedMachines | undefined, options: ReplicatedMachinesOptions, mismatch: 'Invalid' | 'Forbidden'): FieldError[] {
  const { spec } = next;
  const { template } = spec;
  return [
    ...validateTemplateBootstrap(template.spec.bootstrap),
    ...validateSelector(spec.selector, template.metadata?.labels, mismatch),
    ...(options.preflightChecks ? validateSkippedChecks(next.metadata.annotations?.[skipPreflightChecks]) : []),
    ...validateClusterName(spec, previous?.spec),
    ...validateKubernetesVersion(template.spec.version, 'spec.template.spec.version'),
    ...validateMachineTaints(template.spec.taints, 'spec.template.spec.taints', options),
    ...validateWorkerTaints(template.spec.taints, 'spec.template.spec.taints', options),
    ...validateMachineNaming(spec.machineNaming?.template),
    ...validateTemplateMetadata(template.metadata, 'spec.template.metadata'),
  ];
}

/** Machines need bootstrap data from somewhere. */
export function validateTemplateBootstrap({ configRef, dataSecretName }: ReplicatedMachines['spec']['template']['spec']['bootstrap']): FieldError[] {
  if (configRef || dataSecretName !== undefined) return [];
  return [{ field: 'spec.template.spec.bootstrap', type: 'Required', detail: 'set either spec.template.spec.bootstrap.configRef or spec.template.spec.bootstrap.dataSecretName' }];
}

function validateSelector(selector: LabelSelectorLike, labels: Readonly<Record<string, string>> = {}, mismatch: 'Invalid' | 'Forbidden'): FieldError[] {
  const problem = selectorProblem(selector);
  if (problem) return [{ field: 'spec.selector', type: 'Invalid', value: selector, detail: problem }];
  if (selectorMatches(selector, labels)) return [];
  const detail = `must match spec.selector ${JSON.stringify(selectorText(selector))}`;
  return [{ field: 'spec.template.metadata.labels', type: mismatch, value: labels, detail }];
}

function validateSkippedChecks(annotation: string | undefined): FieldError[] {
  if (!annotation) return [];
  const unknown = annotation.split(',').map((check) => check.trim()).filter((check) => !knownPreflightChecks.includes(check));
  if (unknown.length === 0) return [];
  return [{ field: `metadata.annotations.${skipPreflightChecks}`, type: 'Invalid', value: unknown, detail: `skipped preflight checks must be among ${knownPreflightChecks.join(', ')}` }];
}

interface ClusterNames {
  readonly clusterName: string;
  readonly template: { readonly spec: { readonly clusterName: string } };
}

/** All Machines are of one cluster, and of the same for ever. */
export function validateClusterName(next: ClusterNames, previous: ClusterNames | undefined): FieldError[] {
  return [
    ...(previous && previous.clusterName !== next.clusterName ? [{ field: 'spec.clusterName', type: 'Forbidden', detail: 'field is immutable' } as const] : []),
    ...(next.clusterName !== next.template.spec.clusterName ? [{ field: 'spec.clusterName', type: 'Invalid', value: next.clusterName, detail: 'spec.clusterName and spec.template.spec.clusterName must have the same value' } as const] : []),
  ];
}

/** A naming template gives names that are unique and that Kubernetes accepts. */
export function validateMachineNaming(template: string | undefined, { field = 'spec.machineNaming.template', variables = { 'cluster.name': 'cluster', 'machineSet.name': 'machineset' } }: { field?: string; variables?: Readonly<Record<string, string>> } = {}): FieldError[] {
  if (!template) return [];
  const refuse = (detail: string): FieldError => ({ field, type: 'Invalid', value: template, detail });
  const missing = template.includes('{{ .random }}') ? [] : [refuse('invalid template, {{ .random }} is missing')];
  const rendered = renderNameTemplate(template, { ...variables, random: 'bbbbb' });
  if (typeof rendered !== 'string') return [...missing, refuse(`invalid template: ${rendered.problem}`)];
  // Longer names are cut, and end in random characters.
  const problem = subdomainProblem(rendered.length > 63 ? `${rendered.slice(0, 58)}bbbbb` : rendered);
  return problem ? [...missing, refuse(`invalid template, generated names would not be valid Kubernetes object names: ${problem}`)] : missing;
}

/** Renders `{{ .path }}` actions; anything else in braces cannot be rendered. */
function renderNameTemplate(template: string, variables: Readonly<Record<string, string>>): string | { readonly problem: string } {
  let problem: string | undefined;
  const rendered = template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_action, expression: string) => {
    const value = expression.startsWith('.') ? variables[expression.slice(1)] : undefined;
    if (value === undefined) problem ??= `${expression} is not known, use ${Object.keys(variables).map((name) => `.${name}`).join(', ')}`;
    return value ?? '';
  });
  if (!problem && /\{\{|\}\}/.test(rendered)) problem = 'unclosed action';
  return problem ? { problem } : rendered;
}
