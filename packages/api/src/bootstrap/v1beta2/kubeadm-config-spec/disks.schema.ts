import { boolean, enumeration, int32, listAtomic, object, optional, string, type Static } from '../../../schema/schema.ts';

/** PartitionSpec is to be described. */
export const PartitionSpecSchema = object({
  percentage: int32({ minimum: 1, maximum: 100, description: 'percentage is to be described.' }),
  partitionType: optional(string({ minLength: 1, maxLength: 36, rules: [{ rule: "self.matches('^(Linux|LinuxSwap|LinuxRAID|LVM|Fat32|NTFS|LinuxExtended|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$')", message: 'partitionType must be one of Linux, LinuxSwap, LinuxRAID, LVM, Fat32, NTFS, LinuxExtended or a full GPT partition GUID' }], description: 'partitionType is to be described.' })),
});

export interface PartitionSpec extends Static<typeof PartitionSpecSchema> {}

/** Partition is to be described. */
export const PartitionSchema = object({
  device: string({ minLength: 1, maxLength: 256, description: 'device is to be described.' }),
  layout: optional(boolean({ description: 'layout is to be described.' })),
  overwrite: optional(boolean({ description: 'overwrite is to be described.' })),
  tableType: optional(enumeration(['mbr', 'gpt'], { description: 'tableType is to be described.' })),
  diskLayout: optional(listAtomic(PartitionSpecSchema, { minItems: 1, maxItems: 100, description: 'diskLayout is to be described.' })),
}, { rules: [{ rule: '[has(self.layout),has(self.diskLayout)].filter(x,x==true).size() == 1', message: 'exactly one of the fields in [layout diskLayout] must be set' }] });

export interface Partition extends Static<typeof PartitionSchema> {}

/** Filesystem is to be described. */
export const FilesystemSchema = object({
  device: string({ minLength: 1, maxLength: 256, description: 'device is to be described.' }),
  filesystem: string({ minLength: 1, maxLength: 128, description: 'filesystem is to be described.' }),
  label: optional(string({ minLength: 1, maxLength: 512, description: 'label is to be described.' })),
  partition: optional(string({ minLength: 1, maxLength: 128, description: 'partition is to be described.' })),
  overwrite: optional(boolean({ description: 'overwrite is to be described.' })),
  replaceFS: optional(string({ minLength: 1, maxLength: 128, description: 'replaceFS is to be described.' })),
  extraOpts: optional(listAtomic(string({ minLength: 1, maxLength: 256 }), { maxItems: 100, description: 'extraOpts is to be described.' })),
});

export interface Filesystem extends Static<typeof FilesystemSchema> {}

/** DiskSetup is to be described. */
export const DiskSetupSchema = object({
  partitions: optional(listAtomic(PartitionSchema, { maxItems: 100, description: 'partitions is to be described.' })),
  filesystems: optional(listAtomic(FilesystemSchema, { maxItems: 100, description: 'filesystems is to be described.' })),
}, { minProperties: 1 });

export interface DiskSetup extends Static<typeof DiskSetupSchema> {}
