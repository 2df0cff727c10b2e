/** A file that cloud-init writes before anything runs. References to Secrets are already resolved. */
export interface CloudInitFile {
  readonly path: string;
  readonly owner?: string | undefined;
  readonly permissions?: string | undefined;
  readonly encoding?: string | undefined;
  readonly append?: boolean | undefined;
  readonly content?: string | undefined;
}

/** The section that lists files, without the line break at its end. */
export function writeFiles(files: readonly CloudInitFile[]): string {
  return `write_files:${files.map((file) => `\n${writeFile(file)}`).join('')}`;
}

/** One item of that section. */
export function writeFile({ path, owner, permissions, encoding, append, content = '' }: CloudInitFile): string {
  const attributes = [
    ...(encoding ? [`encoding: "${encoding}"`] : []),
    ...(owner ? [`owner: ${owner}`] : []),
    ...(permissions ? [`permissions: '${permissions}'`] : []),
    ...(append === undefined ? [] : [`append: ${append}`]),
    'content: |',
  ];
  return [`-   path: ${path}`, ...attributes.map((attribute) => `    ${attribute}`), indented(content)].join('\n');
}

const indented = (text: string): string => text.split('\n').map((line) => `      ${line}`).join('\n');
