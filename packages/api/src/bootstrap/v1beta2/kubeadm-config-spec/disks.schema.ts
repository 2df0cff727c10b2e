import { boolean, enumeration, int32, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** One partition. */
export const PartitionSpecSchema = object({
  percentage: int32({ minimum: 1, maximum: 100, description: 'percentage is the share of the disk.' }),
  partitionType: optional(
    string({
      minLength: 1,
      maxLength: 36,
      rules: [
        {
          rule: "self.matches('^(Linux|LinuxSwap|LinuxRAID|LVM|Fat32|NTFS|LinuxExtended|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$')",
          message: 'partitionType must be one of Linux, LinuxSwap, LinuxRAID, LVM, Fat32, NTFS, LinuxExtended or a full GPT partition GUID',
        },
      ],
      description: 'partitionType is the type of the partition: a name or a GPT type GUID.',
    }),
  ),
});

export interface PartitionSpec extends Static<typeof PartitionSpecSchema> {}

/** The partitions of one disk. */
export const PartitionSchema = object(
  {
    device: string({ minLength: 1, maxLength: 256, description: 'device is the disk.' }),
    layout: optional(boolean({ description: 'layout makes one partition of the whole disk, or leaves the disk alone where false; it excludes diskLayout.' })),
    overwrite: optional(boolean({ description: 'overwrite allows to destroy partitions that exist.' })),
    tableType: optional(enumeration(['mbr', 'gpt'], { description: 'tableType is mbr or gpt; mbr where absent.' })),
    diskLayout: optional(listAtomic(PartitionSpecSchema, { minItems: 1, maxItems: 100, description: 'diskLayout lists the partitions; it excludes layout.' })),
  },
  {
    rules: [
      {
        rule: '[has(self.layout),has(self.diskLayout)].filter(x,x==true).size() == 1',
        message: 'exactly one of the fields in [layout diskLayout] must be set',
      },
    ],
  },
);

export interface Partition extends Static<typeof PartitionSchema> {}

/** A file system to create. */
export const FilesystemSchema = object({
  device: string({ minLength: 1, maxLength: 256, description: 'device is the disk.' }),
  filesystem: string({ minLength: 1, maxLength: 128, description: 'filesystem is the type of the file system, such as ext4.' }),
  label: optional(string({ minLength: 1, maxLength: 512, description: 'label is the label of the file system.' })),
  partition: optional(string({ minLength: 1, maxLength: 128, description: 'partition is the partition: its number, auto, any, auto|any or none.' })),
  overwrite: optional(boolean({ description: 'overwrite allows to destroy a file system that exists.' })),
  replaceFS: optional(string({ minLength: 1, maxLength: 128, description: 'replaceFS is the type of file system that may be replaced; for Azure.' })),
  extraOpts: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'extraOpts lists further arguments of mkfs.' })),
});

export interface Filesystem extends Static<typeof FilesystemSchema> {}

/** Partitions and file systems of a machine. */
export const DiskSetupSchema = object(
  {
    partitions: optional(listAtomic(PartitionSchema, { maxItems: 100, description: 'partitions lists the disks to partition.' })),
    filesystems: optional(listAtomic(FilesystemSchema, { maxItems: 100, description: 'filesystems lists the file systems to create.' })),
  },
  { minProperties: 1 },
);

export interface DiskSetup extends Static<typeof DiskSetupSchema> {}
