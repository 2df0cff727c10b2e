/** What systemd would read in a unit file. */
export interface UnitContent {
  readonly sections: ReadonlySet<string>;
  readonly problem?: string | undefined;
}

/** Reads sections that have options, as far as the first line that is none of systemd's. */
export function readUnitContent(content: string): UnitContent {
  const sections = new Set<string>();
  let section: string | undefined;
  for (const line of joined(content)) {
    const header = /^\[([^\]]*)(\]?)(.*)$/.exec(line);
    if (header) {
      const [, name = '', end, rest = ''] = header;
      if (end === '') return { sections, problem: 'unable to find end of section' };
      if (rest.trim() !== '') return { sections, problem: `garbage after section name ${name}` };
      section = name;
    } else if (section !== undefined) {
      if (!line.includes('=')) return { sections, problem: `line of section ${section} is no option` };
      sections.add(section);
    }
  }
  return { sections };
}

/** Lines that say something, with those that continue them after a backslash. */
function joined(content: string): string[] {
  const lines = content.replace(/\\[ ]?\r?\n/g, ' ').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !/^[#;]/.test(line));
}
