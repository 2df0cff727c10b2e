import { complain, flag, flagOrUnset, inside, list, requiredText, struct, text, type Place } from './field-readers.ts';
import { readUnitContent } from './unit-content.ts';

/** A unit of systemd in Ignition. */
export interface Unit {
  readonly name: string;
  readonly contents?: string;
  readonly enable?: boolean;
  readonly enabled?: boolean;
  readonly dropins?: readonly Dropin[];
}

interface Dropin {
  readonly name: string;
  readonly contents?: string;
}

const systemdUnit = /\.(service|socket|device|mount|automount|swap|target|path|timer|snapshot|slice|scope)$/;
const networkdUnit = /\.(link|netdev|network)$/;

const dropins = list(struct<Dropin>({ name: ['name', requiredText], contents: ['contents', text] }, (dropin, place) => {
  if (!dropin.name.endsWith('.conf')) complain(inside(place, 'name'), 'invalid drop-in extension, expected .conf');
  checkContents(dropin, place);
}));

export const systemdUnits = list(struct<Unit>(
  { name: ['name', requiredText], enable: ['enable', flag], enabled: ['enabled', flagOrUnset], mask: ['mask', flag], contents: ['contents', text], dropins: ['dropins', dropins] },
  (unit, place) => {
    if (!systemdUnit.test(unit.name)) complain(inside(place, 'name'), 'invalid systemd unit extension');
    const sections = checkContents(unit, place);
    const isEnabled = unit.enable ?? unit.enabled ?? false;
    if (isEnabled && sections.size > 0 && !sections.has('Install')) complain(place, `unit ${JSON.stringify(unit.name)} is enabled, but has no install section so enable does nothing`, 'warning');
  },
));

export const networkdUnits = list(struct<Dropin>({ name: ['name', requiredText], contents: ['contents', text], dropins: ['dropins', dropins] }, (unit, place) => {
  if (!networkdUnit.test(unit.name)) complain(inside(place, 'name'), 'invalid networkd unit extension');
  checkContents(unit, place);
}));

function checkContents({ contents = '' }: Dropin, place: Place): ReadonlySet<string> {
  const { sections, problem } = readUnitContent(contents);
  if (problem !== undefined) complain(inside(place, 'contents'), `invalid unit content: ${problem}`);
  return sections;
}
