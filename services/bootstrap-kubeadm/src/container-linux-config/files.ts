import { dataUrl } from './data-url.ts';
import { absolutePath, complain, flag, flagOrUnset, inside, integerOrZero, isAbsent, list, requiredText, struct, text, unsupported, type Place, type Reader } from './field-readers.ts';
import { sourceUrl, verification } from './remote-sources.ts';

/** What files, directories and links have in common in Ignition. */
export interface StorageNode {
  readonly path: string;
  readonly filesystem: string;
}

interface File extends StorageNode {
  readonly append?: boolean;
  readonly overwrite?: boolean;
}

const filesystemName: Reader = (value, place) => text(value, place) ?? 'root';

const account = struct<{ readonly id?: number; readonly name?: string }>({ id: ['id', integerOrZero], name: ['name', text] }, ({ id, name }, place) => {
  if (id !== undefined && name !== undefined) complain(place, 'cannot set both id and name');
});

const node = { filesystem: ['filesystem', filesystemName], path: ['path', absolutePath], user: ['user', account], group: ['group', account], overwrite: ['overwrite', flagOrUnset] } as const;

function mode(otherwise: number, what: string): Reader {
  return (value, place) => {
    if (isAbsent(value)) complain(place, `mode unspecified for ${what}, defaulting to 0${otherwise.toString(8)}`, 'warning');
    const given = integerOrZero(value, place);
    if (typeof given !== 'number') return otherwise;
    if (given < 0 || given > 0o7777) complain(place, 'illegal file mode, expected 0 to 07777');
    return given;
  };
}

/** Inline content may be bytes: YAML's `!!binary`. */
const inline: Reader = (value, place) => {
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : dataUrl(value);
  const content = text(value, place);
  return typeof content === 'string' ? dataUrl(content) : undefined;
};

interface GivenContents {
  readonly inline?: string;
  readonly remote?: { readonly source: string; readonly compression?: string; readonly verification?: object };
}

const compression: Reader = (value, place) => {
  const given = text(value, place);
  if (given !== undefined && given !== 'gzip') complain(place, 'invalid compression method, expected gzip or nothing');
  return given;
};

const givenContents = struct<GivenContents>(
  {
    inline: ['inline', inline],
    remote: ['remote', struct({ url: ['source', sourceUrl], compression: ['compression', compression], verification: ['verification', verification] })],
    local: ['local', unsupported('there are no local files here: use inline, or remote with a URL')],
  },
  ({ inline: content, remote }, place) => {
    if (content !== undefined && remote?.source) complain(place, 'only one of the following can be set: inline, remote.url');
  },
);

const contents: Reader = (value, place) => {
  const { inline: content, remote } = givenContents(value, place) ?? {};
  return { ...remote, source: remote?.source || content || dataUrl('') };
};

function checkAppend({ append, overwrite }: File, place: Place): void {
  if (append && overwrite) complain(place, 'cannot set both append and overwrite to true');
}

export const files = list(struct<File>({ ...node, mode: ['mode', mode(0o644, 'file')], contents: ['contents', contents], append: ['append', flag] }, checkAppend));

export const directories = list(struct({ ...node, mode: ['mode', mode(0o755, 'directory')] }));

export const links = list(struct({ ...node, hard: ['hard', flag], target: ['target', requiredText] }));

/** What `storage` says in Ignition, as far as it is looked at here. */
export interface Storage {
  readonly files?: readonly StorageNode[];
  readonly directories?: readonly StorageNode[];
  readonly links?: readonly StorageNode[];
  readonly filesystems?: readonly { readonly name?: string }[];
}

/** Warns of files on file systems that nobody defines, and of file systems that are defined twice. */
export function checkFilesystemNames(storage: Storage, place: Place): void {
  const known = new Set(['root']);
  for (const [index, { name = '' }] of (storage.filesystems ?? []).entries()) {
    if (known.has(name)) complain(inside(place, `filesystems[${String(index)}].name`), `filesystem ${JSON.stringify(name)} shadows existing filesystem definition`, 'warning');
    known.add(name);
  }
  for (const key of ['files', 'directories', 'links'] as const) {
    for (const [index, { filesystem: name }] of (storage[key] ?? []).entries()) {
      if (!known.has(name)) complain(inside(place, `${key}[${String(index)}].filesystem`), `references nonexistent filesystem ${JSON.stringify(name)}`, 'warning');
    }
  }
}
