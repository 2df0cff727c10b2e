import { TerminalError } from '@clusterwright/api/errors';

const defaultTemplate = '{{ .machineSet.name }}-{{ .random }}';
const maxNameLength = 63;
const maxBaseLength = maxNameLength - 5;
const action = /\{\{-?\s*(.*?)\s*-?\}\}/g;

export interface MachineNameInput {
  readonly template?: string | undefined;
  readonly clusterName: string;
  readonly machineSetName: string;
  /** Draws the random part of a name. */
  readonly randomSuffix: () => string;
}

/** A new name for a Machine and its objects, 63 characters at most. Errors: `TerminalError` where the template has no `{{ .random }}`, or asks for something unknown. */
export function machineName({ template, clusterName, machineSetName, randomSuffix }: MachineNameInput): string {
  const text = template || defaultTemplate;
  if (!text.includes('{{ .random }}')) throw new TerminalError('cannot generate Machine name: {{ .random }} is missing in machineNaming.template');
  const values: Readonly<Record<string, string>> = { '.cluster.name': clusterName, '.machineSet.name': machineSetName, '.random': randomSuffix() };
  const name = text.replace(action, (found, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new TerminalError(`cannot generate Machine name: machineNaming.template has ${found}, but knows only ${Object.keys(values).join(', ')}`);
    return value;
  });
  return name.length > maxNameLength ? `${name.slice(0, maxBaseLength)}${randomSuffix()}` : name;
}
