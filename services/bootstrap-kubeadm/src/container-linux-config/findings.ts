/** `error` refuses the configuration; everything else does so only where the user asked to be strict. */
export type Severity = 'error' | 'warning' | 'info';

/** What is wrong with a configuration, and where. The message never holds content of files or hashes of passwords. */
export interface Finding {
  readonly severity: Severity;
  /** Such as `storage.files[0].mode`; empty for the whole document. */
  readonly path: string;
  readonly message: string;
}

/** Collects findings, so that users see all of them at once. */
export class Findings {
  readonly #all: Finding[] = [];

  add(severity: Severity, path: string, message: string): void {
    this.#all.push({ severity, path, message });
  }

  get all(): readonly Finding[] {
    return this.#all;
  }
}

/** Those that refuse the configuration. */
export function fatal(findings: readonly Finding[], strict: boolean): readonly Finding[] {
  return strict ? findings : findings.filter(({ severity }) => severity === 'error');
}

const mostDescribed = 10;
const longestDescription = 300;

/** One line for people, short enough for the message of a condition. */
export function describeFindings(findings: readonly Finding[]): string {
  const described = findings.slice(0, mostDescribed).map(describe);
  const others = findings.length - described.length;
  return [...described, ...(others > 0 ? [`and ${String(others)} more`] : [])].join('; ');
}

function describe({ path, message }: Finding): string {
  const text = path === '' ? message : `${path}: ${message}`;
  return text.length > longestDescription ? `${text.slice(0, longestDescription)}…` : text;
}
