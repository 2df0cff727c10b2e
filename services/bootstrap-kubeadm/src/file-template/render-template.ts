import { parseTemplate, type Expression, type FunctionName, type Statement } from './parse.ts';
import { TemplateError } from './template-error.ts';

/** What a template sees: `.controlPlane` is absent where the Cluster has no control plane object or that has no version. */
export interface TemplateData {
  readonly controlPlane?: { readonly version: string } | undefined;
}

interface Fields {
  readonly [name: string]: Value;
}
type Value = string | boolean | Fields | undefined;

/** More output than this is refused; it could not be stored in a Secret anyway. */
const maxBytes = 1 << 20;

/**
 * Renders the content of a file with `contentFormat: Template`.
 *
 * Guarantees: what it accepts it renders as Go's text/template does. Errors: `TemplateError` for anything outside of the supported part.
 */
export function renderTemplate(template: string, data: TemplateData): string {
  const root: Fields = { controlPlane: data.controlPlane && { version: data.controlPlane.version } };
  const output = run(parseTemplate(template), { root, dot: root });
  if (Buffer.byteLength(output) > maxBytes) throw new TemplateError(`rendered output exceeds the ${maxBytes} byte limit`);
  return output;
}

interface Scope {
  readonly root: Value;
  readonly dot: Value;
}

function run(statements: readonly Statement[], scope: Scope): string {
  return statements.map((statement) => runStatement(statement, scope)).join('');
}

function runStatement(statement: Statement, scope: Scope): string {
  if (statement.kind === 'text') return statement.text;
  if (statement.kind === 'print') return printed(evaluate(statement.value, scope));
  const value = evaluate(statement.condition, scope);
  if (!isTrue(value)) return run(statement.otherwise, scope);
  return run(statement.body, statement.kind === 'with' ? { ...scope, dot: value } : scope);
}

function printed(value: Value): string {
  if (typeof value === 'object') throw new TemplateError('only texts can be printed, not the objects that hold them');
  return value === undefined ? '<no value>' : String(value);
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return expression.path.reduce(fieldOf, expression.fromRoot ? scope.root : scope.dot);
    case 'call':
      return call(expression.name, expression.args, scope);
  }
}

function fieldOf(value: Value, name: string): Value {
  if (value === undefined) return undefined;
  if (typeof value !== 'object') throw new TemplateError(`can't evaluate field ${name} of a text`);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function call(name: FunctionName, args: readonly Expression[], scope: Scope): Value {
  if (name === 'and' || name === 'or') return firstDeciding(name, args, scope);
  const [first, ...others] = args.map((argument) => evaluate(argument, scope));
  switch (name) {
    case 'not':
      return !isTrue(first);
    case 'eq':
      return others.some((other) => areEqual(first, other));
    case 'ne':
      return !areEqual(first, others[0]);
    case 'lt':
      return compare(name, first, others[0]) < 0;
    case 'le':
      return compare(name, first, others[0]) <= 0;
    case 'gt':
      return compare(name, first, others[0]) > 0;
    case 'ge':
      return compare(name, first, others[0]) >= 0;
  }
}

/** The first argument that settles the result, else the last; later ones are not evaluated. */
function firstDeciding(name: 'and' | 'or', args: readonly Expression[], scope: Scope): Value {
  let value: Value;
  for (const argument of args) {
    value = evaluate(argument, scope);
    if (isTrue(value) === (name === 'or')) return value;
  }
  return value;
}

const isTrue = (value: Value): boolean => (typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value));

function areEqual(a: Value, b: Value): boolean {
  if (typeof a === 'object' || typeof b === 'object') throw new TemplateError('objects cannot be compared');
  if (a !== undefined && b !== undefined && typeof a !== typeof b) throw new TemplateError('incompatible types for comparison');
  return a === b;
}

function compare(name: FunctionName, a: Value, b: Value): number {
  if (typeof a !== 'string' || typeof b !== 'string') throw new TemplateError(`invalid type for comparison: ${name} compares texts`);
  return a < b ? -1 : a > b ? 1 : 0;
}
