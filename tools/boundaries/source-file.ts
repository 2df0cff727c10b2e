/** One import of a module: `types` where it is erased at run time. */
export interface Import {
  readonly specifier: string;
  readonly types: boolean;
}

export interface SourceFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without the contents of strings. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** Lines, as editors count them. */
  readonly lines: number;
}

const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^;'"`]*?\s+from\s+)?'([^']+)'/gm;
const dynamic = /\bimport\(\s*'([^']+)'\s*\)/g;

/** Reads what the rules need to know of a file. */
export function parseSource(path: string, text: string): SourceFile {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');
  const imports = [
    ...[...withoutComments.matchAll(statement)].map(([, types, specifier = '']) => ({ specifier, types: types !== undefined })),
    ...[...withoutComments.matchAll(dynamic)].map(([, specifier = '']) => ({ specifier, types: false })),
  ];
  const code = withoutComments.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
  return { path, text, code, imports, lines: text.split('\n').length - 1 };
}

/** `packages/api` of `packages/api/src/index.ts`; tools and e2e together are the developer's side, and count as one package. */
export function packageOf(path: string): string {
  const [top = '', name = ''] = path.split('/');
  return top === 'packages' || top === 'services' ? `${top}/${name}` : 'development';
}

export const isTestFile = (path: string): boolean => /\.(test|itest|sim\.test|fixtures|fake)\.ts$/.test(path);
export const isGenerated = (path: string): boolean => path.includes('/generated/');
