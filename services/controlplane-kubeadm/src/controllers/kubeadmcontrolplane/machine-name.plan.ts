import { AppError } from '@clusterwright/api/errors';
import { maxGeneratedNameBase, randomSuffix, type RandomInteger } from '@clusterwright/provider-kit/cluster/names';

const defaultTemplate = '{{ .kubeadmControlPlane.name }}-{{ .random }}';
const maxNameLength = 63;
const action = /\{\{-?\s*(.*?)\s*-?\}\}/g;

/** `spec.machineNaming.template` cannot make a name; the object must change first. */
export class MachineNamingError extends AppError {
  readonly code = 'MachineNaming';
  override readonly retry = 'never' as const;
}

export interface MachineNameInput {
  readonly template?: string | undefined;
  readonly clusterName: string;
  readonly controlPlaneName: string;
  readonly random?: RandomInteger | undefined;
}

/** A new name for a Machine, from the template that may refer to cluster, control plane and random characters; at most 63 characters. Errors: `MachineNamingError`. */
export function generateMachineName({ template, clusterName, controlPlaneName, random }: MachineNameInput): string {
  const text = template || defaultTemplate;
  if (!text.includes('{{ .random }}')) throw new MachineNamingError('failed to generate Machine name: {{ .random }} is missing in spec.machineNaming.template');
  const suffix = randomSuffix(random);
  const values: Readonly<Record<string, string>> = { '.cluster.name': clusterName, '.kubeadmControlPlane.name': controlPlaneName, '.random': suffix };
  const name = text.replace(action, (found, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new MachineNamingError(`failed to generate Machine name: spec.machineNaming.template has ${found}, but knows only ${Object.keys(values).join(', ')}`);
    return value;
  });
  return name.length > maxNameLength ? name.slice(0, maxGeneratedNameBase) + randomSuffix(random) : name;
}
