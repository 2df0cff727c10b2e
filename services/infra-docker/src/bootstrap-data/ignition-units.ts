import { BootstrapDataError } from './bootstrap-plan.ts';
import type { BootstrapStep, WriteFileStep } from './bootstrap-plan.ts';
import { flagOf, listOf, optionalText, partOf, textOf } from './document-reader.ts';
import type { Part } from './document-reader.ts';

const folder = '/etc/systemd/system';
const unitFile = { kind: 'writeFile', permissions: '0644', owner: 'root:root', append: false } as const;

/** Enabling a unit whose process ends waits for the end; systemd itself only says that it failed, and its journal says why. */
const enableScript = 'systemctl enable --now "$1" && exit 0; code=$?; journalctl --no-pager --output=cat --lines=40 --unit "$1"; exit "$code"';

/** All unit files, one reload, then what shall run, in the order of the document: Ignition writes before systemd begins, and here it runs already. */
export function unitSteps(units: Part): readonly BootstrapStep[] {
  const all = listOf(units);
  if (all.length === 0) return [];
  return [
    ...all.flatMap(fileSteps),
    { kind: 'run', what: 'reload systemd', command: ['systemctl', 'daemon-reload'] },
    ...all.flatMap(stateSteps),
  ];
}

function fileSteps(unit: Part): readonly WriteFileStep[] {
  const name = unitName(unit);
  const contents = optionalText(partOf(unit, 'contents'));
  const dropins = listOf(partOf(unit, 'dropins')).map((dropin): WriteFileStep => {
    const path = `${folder}/${name}.d/${plainName(partOf(dropin, 'name'))}`;
    return { ...unitFile, what: `write ${path}`, path, content: Buffer.from(optionalText(partOf(dropin, 'contents')) ?? '') };
  });
  const path = `${folder}/${name}`;
  return [...(contents ? [{ ...unitFile, what: `write ${path}`, path, content: Buffer.from(contents) }] : []), ...dropins];
}

function stateSteps(unit: Part): readonly BootstrapStep[] {
  const name = unitName(unit);
  if (flagOf(partOf(unit, 'mask'), false)) return [{ kind: 'run', what: `mask ${name}`, command: ['systemctl', 'mask', '--now', name] }];
  const enabled = flagOf(partOf(unit, 'enabled'), flagOf(partOf(unit, 'enable'), false));
  if (!enabled) return [];
  // Units of other images, and mounts of disks, are nothing that a node in a container has.
  const mayFail = !optionalText(partOf(unit, 'contents')) || name.endsWith('.mount');
  return [{ kind: 'run', what: `start ${name}`, command: ['/bin/sh', '-c', enableScript, 'sh', name], mayFail }];
}

function unitName(unit: Part): string {
  return plainName(partOf(unit, 'name'));
}

function plainName(part: Part): string {
  const name = textOf(part);
  if (name.includes('/')) throw new BootstrapDataError(part.field, 'expected a name without folders');
  return name;
}
