import type { DiskSetup, Filesystem, Partition, PartitionSpec } from '@clusterwright/api/bootstrap/v1beta2';

/** cloud-init's codes of partition types; GUIDs are passed on. */
const partitionTypeCodes: Readonly<Record<string, string>> = { Linux: '83', LinuxSwap: '82', LinuxRAID: 'fd', LVM: '8e', Fat32: '0c', NTFS: '07', LinuxExtended: '85' };

/** The two sections about disks, each beginning with a line break; both are written where either has content. */
export function diskSections({ partitions = [], filesystems = [] }: DiskSetup): string {
  return ['', 'disk_setup:', ...partitions.flatMap(partition), 'fs_setup:', ...filesystems.flatMap(filesystem)].join('\n');
}

function partition({ device, tableType, diskLayout = [], layout, overwrite }: Partition): string[] {
  return [
    `  ${device}:`,
    ...(tableType ? [`    table_type: ${tableType}`] : []),
    ...(diskLayout.length > 0 ? ['    layout:', ...diskLayout.map(share)] : [`    layout: ${layout}`]),
    ...(overwrite === undefined ? [] : [`    overwrite: ${overwrite}`]),
  ];
}

function share({ percentage, partitionType }: PartitionSpec): string {
  return partitionType ? `      - [${percentage}, ${partitionTypeCodes[partitionType] ?? partitionType}]` : `      - ${percentage}`;
}

function filesystem({ device, filesystem: type, label = '', partition: part, overwrite, replaceFS, extraOpts = [] }: Filesystem): string[] {
  return [
    `  - label: ${label}`,
    `    filesystem: ${type}`,
    `    device: ${device}`,
    ...(part ? [`    partition: ${part}`] : []),
    ...(overwrite === undefined ? [] : [`    overwrite: ${overwrite}`]),
    ...(replaceFS ? [`    replace_fs: ${replaceFS}`] : []),
    ...(extraOpts.length > 0 ? ['    extra_opts:', ...extraOpts.map((option) => `      - ${option}`)] : []),
  ];
}
