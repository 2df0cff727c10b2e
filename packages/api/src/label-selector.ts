/** Label selectors as Kubernetes reads them. Pure. */
import { TerminalError } from './errors.ts';
import { labelKeyProblem, labelValueProblem } from './kubernetes-names.ts';

/** metav1.LabelSelector, as far as it is read here. */
export interface LabelSelectorLike {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions?: readonly LabelSelectorRequirementLike[] | undefined;
}

export interface LabelSelectorRequirementLike {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

type Labels = Readonly<Record<string, string>>;

/** Whether the selector asks for nothing, and so matches everything. */
export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelectorLike): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** Whether labels satisfy every requirement of the selector. */
export function selectorMatches(selector: LabelSelectorLike, labels: Labels = {}): boolean {
  return requirementsOf(selector).every((requirement) => requirementMatches(requirement, labels));
}

/** The selector in the string form of the API, sorted by key: `a=b,c in (d,e),!f`. */
export function selectorText(selector: LabelSelectorLike): string {
  return requirementsOf(selector).map(requirementText).join(',');
}

/** Why a selector cannot be used; undefined where it can. */
export function selectorProblem(selector: LabelSelectorLike): string | undefined {
  return requirementsOf(selector).map(requirementProblem).find((problem) => problem !== undefined);
}

/** The selector as labels that objects must carry. Errors: `TerminalError` where it says more than that. */
export function selectorLabels({ matchLabels = {}, matchExpressions = [] }: LabelSelectorLike): Record<string, string> {
  const labels: Record<string, string> = { ...matchLabels };
  for (const { key, operator, values = [] } of matchExpressions) {
    const [only] = values;
    if (operator !== 'In' || values.length !== 1 || only === undefined) throw new TerminalError(`failed to convert label selector to a map: ${operator} ${JSON.stringify(values)} of ${key} cannot be expressed as a label`);
    labels[key] = only;
  }
  return labels;
}

function requirementsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelectorLike): readonly LabelSelectorRequirementLike[] {
  const equalities = Object.entries(matchLabels).map(([key, value]) => ({ key, operator: 'Equals', values: [value] }));
  return [...equalities, ...matchExpressions].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** Whether they need values; `Equals` is what a label asks for. */
const operators: Readonly<Partial<Record<string, boolean>>> = { Equals: true, In: true, NotIn: true, Exists: false, DoesNotExist: false };

function requirementProblem({ key, operator, values = [] }: LabelSelectorRequirementLike): string | undefined {
  const needsValues = operators[operator];
  if (needsValues === undefined) return `${JSON.stringify(operator)} is not a valid label selector operator`;
  const keyProblem = labelKeyProblem(key);
  if (keyProblem) return `key ${JSON.stringify(key)}: ${keyProblem}`;
  if (needsValues !== values.length > 0) return `${key}: for operator ${operator}, values must ${needsValues ? 'not ' : ''}be empty`;
  const problems = values.map((value) => ({ value, problem: labelValueProblem(value) })).find(({ problem }) => problem);
  return problems && `${key}: value ${JSON.stringify(problems.value)} ${problems.problem ?? ''}`;
}

function requirementMatches({ key, operator, values = [] }: LabelSelectorRequirementLike, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'Equals':
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new TerminalError(`${JSON.stringify(operator)} is not a valid label selector operator`);
  }
}

function requirementText({ key, operator, values = [] }: LabelSelectorRequirementLike): string {
  const list = [...values].sort().join(',');
  switch (operator) {
    case 'Equals':
      return `${key}=${list}`;
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} notin (${list})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      throw new TerminalError(`${JSON.stringify(operator)} is not a valid label selector operator`);
  }
}
