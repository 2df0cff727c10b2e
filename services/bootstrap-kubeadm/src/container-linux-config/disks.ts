import { absolutePath, complain, flag, inside, integer, list, requiredText, struct, text, textOrEmpty, type Place, type Reader } from './field-readers.ts';
import { partitionDimension } from './partition-dimension.ts';

const typeGuids: Readonly<Record<string, string>> = {
  raid_containing_root: 'be9067b9-ea49-4f15-b4f6-f36f8c9e1818',
  linux_filesystem_data: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  swap_partition: '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f',
  raid_partition: 'a19d880f-05fc-4d3b-a006-743f0f84911e',
};

const guid: Reader = (value, place) => {
  const given = text(value, place);
  if (typeof given !== 'string') return undefined;
  const known = typeGuids[given] ?? given;
  if (!/^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(known)) complain(place, 'expected the form 01234567-89AB-CDEF-EDCB-A98765432101');
  return known;
};

const partitionLabel: Reader = (value, place) => {
  const label = textOrEmpty(value, place);
  if (typeof label !== 'string') return undefined;
  if (Buffer.byteLength(label) > 36) complain(place, 'partition labels may not exceed 36 characters');
  if (label.includes(':')) complain(place, 'partition label will be truncated to text before the colon', 'warning');
  return label;
};

const partition = struct({
  label: ['label', partitionLabel],
  number: ['number', integer],
  size: ['sizeMiB', partitionDimension],
  start: ['startMiB', partitionDimension],
  guid: ['guid', guid],
  type_guid: ['typeGuid', guid],
});

interface Disk {
  readonly partitions?: readonly { readonly number?: number }[];
}

function checkNumbers({ partitions = [] }: Disk, place: Place): void {
  const numbers = partitions.flatMap(({ number }) => (number === undefined ? [] : [number]));
  if (new Set(numbers).size < numbers.length) complain(inside(place, 'partitions'), 'partition numbers collide');
}

export const disks = list(struct<Disk>({ device: ['device', absolutePath], wipe_table: ['wipeTable', flag], partitions: ['partitions', list(partition)] }, checkNumbers));

const raidLevels = new Set(['linear', 'raid0', '0', 'stripe', 'raid1', '1', 'mirror', 'raid4', '4', 'raid5', '5', 'raid6', '6', 'raid10', '10']);
const levelsWithoutSpares = new Set(['linear', 'raid0', '0', 'stripe']);

interface Raid {
  readonly level: string;
  readonly spares?: number;
}

function checkLevel({ level, spares }: Raid, place: Place): void {
  if (!raidLevels.has(level)) complain(inside(place, 'level'), 'unrecognized raid level');
  if (levelsWithoutSpares.has(level) && spares !== undefined) complain(inside(place, 'spares'), `spares unsupported for level ${level}`);
}

export const arrays = list(struct<Raid>(
  { name: ['name', requiredText], level: ['level', requiredText], devices: ['devices', list(absolutePath)], spares: ['spares', integer], options: ['options', list(requiredText)] },
  checkLevel,
));

/** The longest label of each kind of file system that Ignition makes. */
const labelLimits: Readonly<Record<string, number>> = { ext4: 16, btrfs: 256, xfs: 12, swap: 15, vfat: 11 };

interface Mount {
  readonly format: string;
  readonly label?: string;
  readonly wipeFilesystem?: boolean;
  readonly options?: readonly string[];
  readonly create?: object;
}

function checkMount({ format, label = '', wipeFilesystem, options, create }: Mount, place: Place): void {
  const limit = labelLimits[format];
  if (limit === undefined) complain(inside(place, 'format'), `invalid filesystem format ${JSON.stringify(format)}, expected one of ${Object.keys(labelLimits).join(', ')}`);
  else if (Buffer.byteLength(label) > limit) complain(inside(place, 'label'), `filesystem labels cannot be longer than ${String(limit)} characters when using ${format}`);
  if (!create) return;
  if (wipeFilesystem) complain(inside(place, 'wipe_filesystem'), 'cannot be used together with create');
  if (options) complain(inside(place, 'options'), 'cannot be used together with create');
  complain(inside(place, 'create'), 'has been deprecated in favor of mount-level options', 'warning');
}

const mount = struct<Mount>(
  {
    device: ['device', absolutePath],
    format: ['format', requiredText],
    create: ['create', struct({ force: ['force', flag], options: ['options', list(requiredText)] })],
    wipe_filesystem: ['wipeFilesystem', flag],
    label: ['label', textOrEmpty],
    uuid: ['uuid', textOrEmpty],
    options: ['options', list(requiredText)],
  },
  checkMount,
);

const optionalPath: Reader = (value, place) => (value === undefined || value === null ? undefined : absolutePath(value, place));

export const filesystems = list(struct<{ readonly mount?: Mount; readonly path?: string }>({ name: ['name', text], mount: ['mount', mount], path: ['path', optionalPath] }, (given, place) => {
  if (given.mount === undefined && given.path === undefined) complain(place, 'filesystem is missing mount or path');
  if (given.mount !== undefined && given.path !== undefined) complain(place, 'filesystem has both mount and path defined');
}));
