import { functionNames, parseTemplate, type Expression, type FunctionName, type Statement } from './parse.ts';
import { TemplateError } from './template-error.ts';

/** Fields by name. */
export interface TemplateFields {
  readonly [name: string]: TemplateValue;
}
export type TemplateValue = string | boolean | number | TemplateFields | undefined;

/** A function that templates may call with texts, and how many it takes. */
export interface TemplateFunction {
  readonly count: number;
  readonly call: (...args: string[]) => string;
}

export interface GoTemplateOptions {
  /** What a field is that does not exist: Go prints `<no value>` for keys of maps, and refuses fields that a struct does not have. */
  readonly missingField: 'noValue' | 'refused';
  /** Whether `range` may be used, over the values of objects in the order of their keys. */
  readonly ranges?: boolean | undefined;
  readonly functions?: Readonly<Record<string, TemplateFunction>> | undefined;
}

/**
 * Renders the supported part of Go's text/template: fields, strings, if, with, else, comparisons, and what the options add. No pipelines, assignments, numbers or nested templates.
 *
 * Guarantees: what it accepts it renders as Go does. Errors: `TemplateError` for anything outside of the supported part.
 */
export function renderGoTemplate(template: string, data: TemplateFields, options: GoTemplateOptions): string {
  const functions = Object.fromEntries(Object.entries(options.functions ?? {}).map(([name, { count }]) => [name, count]));
  const statements = parseTemplate(template, { ranges: options.ranges === true, functions });
  return run(statements, { options, variables: { $: data }, dot: data });
}

interface Scope {
  readonly options: GoTemplateOptions;
  readonly variables: TemplateFields;
  readonly dot: TemplateValue;
}

function run(statements: readonly Statement[], scope: Scope): string {
  return statements.map((statement) => runStatement(statement, scope)).join('');
}

function runStatement(statement: Statement, scope: Scope): string {
  switch (statement.kind) {
    case 'text':
      return statement.text;
    case 'print':
      return printed(evaluate(statement.value, scope));
    case 'range':
      return runRange(statement, scope);
    case 'if':
    case 'with': {
      const value = evaluate(statement.condition, scope);
      if (!isTrue(value)) return run(statement.otherwise, scope);
      return run(statement.body, statement.kind === 'with' ? { ...scope, dot: value } : scope);
    }
  }
}

function runRange({ over, variables: names, body, otherwise }: Extract<Statement, { kind: 'range' }>, scope: Scope): string {
  const value = evaluate(over, scope);
  if (value !== undefined && typeof value !== 'object') throw new TemplateError('{{ range }} goes over the values of an object');
  const entries = Object.entries(value ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return run(otherwise, scope);
  return entries.map(([key, each]) => run(body, { ...scope, dot: each, variables: { ...scope.variables, ...declared(names, key, each) } })).join('');
}

function declared(names: readonly string[], key: string, value: TemplateValue): TemplateFields {
  const [first, second] = names;
  if (first === undefined) return {};
  return second === undefined ? { [first]: value } : { [first]: key, [second]: value };
}

function printed(value: TemplateValue): string {
  if (typeof value === 'object') throw new TemplateError('only texts can be printed, not the objects that hold them');
  return value === undefined ? '<no value>' : String(value);
}

function evaluate(expression: Expression, scope: Scope): TemplateValue {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return expression.path.reduce((value, name) => fieldOf(value, name, scope.options), startOf(expression.variable, scope));
    case 'call':
      return call(expression, scope);
  }
}

function startOf(variable: string | undefined, { dot, variables }: Scope): TemplateValue {
  if (variable === undefined) return dot;
  if (!Object.hasOwn(variables, variable)) throw new TemplateError(`unsupported syntax: undefined variable ${JSON.stringify(variable)}`);
  return variables[variable];
}

function fieldOf(value: TemplateValue, name: string, { missingField }: GoTemplateOptions): TemplateValue {
  if (value === undefined && missingField === 'noValue') return undefined;
  if (typeof value !== 'object') throw new TemplateError(`can't evaluate field ${name} of a text`);
  if (Object.hasOwn(value, name)) return value[name];
  if (missingField === 'refused') throw new TemplateError(`can't evaluate field ${name}: there are ${Object.keys(value).join(', ')}`);
  return undefined;
}

function call({ name, args }: Extract<Expression, { kind: 'call' }>, scope: Scope): TemplateValue {
  const custom = scope.options.functions?.[name];
  if (custom) return custom.call(...args.map((argument) => textOf(name, evaluate(argument, scope))));
  const builtIn = functionNames.find((known) => known === name);
  if (!builtIn) throw new TemplateError(`function ${JSON.stringify(name)} is not supported`);
  return builtIn === 'and' || builtIn === 'or' ? firstDeciding(builtIn, args, scope) : compared(builtIn, args.map((argument) => evaluate(argument, scope)));
}

function textOf(name: string, value: TemplateValue): string {
  if (typeof value !== 'string') throw new TemplateError(`wrong type for value: ${name} takes texts`);
  return value;
}

function compared(name: Exclude<FunctionName, 'and' | 'or'>, [first, ...others]: readonly TemplateValue[]): boolean {
  switch (name) {
    case 'not':
      return !isTrue(first);
    case 'eq':
      return others.some((other) => areEqual(first, other));
    case 'ne':
      return !areEqual(first, others[0]);
    case 'lt':
      return order(name, first, others[0]) < 0;
    case 'le':
      return order(name, first, others[0]) <= 0;
    case 'gt':
      return order(name, first, others[0]) > 0;
    case 'ge':
      return order(name, first, others[0]) >= 0;
  }
}

/** The first argument that settles the result, else the last; later ones are not evaluated. */
function firstDeciding(name: 'and' | 'or', args: readonly Expression[], scope: Scope): TemplateValue {
  let value: TemplateValue;
  for (const argument of args) {
    value = evaluate(argument, scope);
    if (isTrue(value) === (name === 'or')) return value;
  }
  return value;
}

const isTrue = (value: TemplateValue): boolean => (typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value));

function areEqual(a: TemplateValue, b: TemplateValue): boolean {
  if (typeof a === 'object' || typeof b === 'object') throw new TemplateError('objects cannot be compared');
  if (a !== undefined && b !== undefined && typeof a !== typeof b) throw new TemplateError('incompatible types for comparison');
  return a === b;
}

function order(name: string, a: TemplateValue, b: TemplateValue): number {
  if (typeof a !== 'string' || typeof b !== 'string') throw new TemplateError(`invalid type for comparison: ${name} compares texts`);
  return a < b ? -1 : a > b ? 1 : 0;
}
