/**
 * English plurals as CRD names use them (spec CRD-31). CRD names are made by a well-known inflection library, whose results this must repeat for every
 * kind a reference may name; `plural.test.ts` holds them side by side. Order matters: the first ending that matches decides.
 */
type Rule = readonly [ending: string, plural: string];

/** Words whose plural no ending tells, also at the end of a compound. */
const words: readonly Rule[] = [
  ['graffiti', 'graffiti'],
  ['cookie', 'cookies'],
  ['movie', 'movies'],
  ['move', 'moves'],
  ['hive', 'hives'],
  ['news', 'news'],
  ['money', 'money'],
  ['information', 'information'],
  ['equipment', 'equipment'],
  ['pause', 'pauses'],
  ['house', 'houses'],
  ['cause', 'causes'],
  ['cache', 'caches'],
  ['basis', 'bases'],
  ['base', 'bases'],
  ['crisis', 'crises'],
  ['matrix', 'matrices'],
  ['vertex', 'vertices'],
  ['index', 'indices'],
  ['radius', 'radii'],
  ['locus', 'loci'],
  ['focus', 'foci'],
  ['quota', 'quotas'],
  ['medium', 'media'],
  ['media', 'media'],
  ['person', 'people'],
  ['mouse', 'mice'],
  ['human', 'humans'],
  ['woman', 'women'],
  ['man', 'men'],
  ['child', 'children'],
  ['species', 'species'],
  ['series', 'series'],
  ['chassis', 'chassis'],
];

const endings: readonly Rule[] = [
  ['tive', 'tives'],
  ['eaf', 'eaves'],
  ['oaf', 'oaves'],
  ['afe', 'aves'],
  ['arf', 'arves'],
  ['rfe', 'rves'],
  ['rf', 'rves'],
  ['lf', 'lves'],
  ['fe', 'ves'],
  ['ay', 'ays'],
  ['ey', 'eys'],
  ['oy', 'oys'],
  ['quy', 'quies'],
  ['uy', 'uys'],
  ['y', 'ies'],
  ['eau', 'eaux'],
  ['ium', 'ia'],
  ['seum', 'seums'],
  ['eum', 'ea'],
  ['dum', 'da'],
  ['ulum', 'ula'],
  ['imum', 'ima'],
  ['trum', 'tra'],
  ['antum', 'anta'],
  ['atum', 'ata'],
  ['trix', 'trices'],
  ['ysis', 'yses'],
  ['opsis', 'opses'],
  ['ouse', 'ouses'],
  ['us', 'uses'],
  ['ch', 'ches'],
  ['io', 'ios'],
  ['sh', 'shes'],
  ['ss', 'sses'],
  ['ez', 'ezzes'],
  ['iz', 'izzes'],
  ['tz', 'tzes'],
  ['zz', 'zzes'],
  ['ano', 'anos'],
  ['lo', 'los'],
  ['to', 'tos'],
  ['oo', 'oos'],
  ['o', 'oes'],
  ['x', 'xes'],
  ['S', 'Ses'],
];

/** The plural of a kind, in the case given; a word that already is a plural stays. */
export function pluralize(word: string): string {
  for (const [ending, plural] of [...words, ...endings]) {
    if (word.endsWith(plural)) return word;
    if (word.endsWith(ending)) return word.slice(0, -ending.length) + plural;
  }
  return word.endsWith('s') ? word : `${word}s`;
}

/** The plural resource name of a kind by the naming convention of the contract. */
export function pluralOf(kind: string): string {
  return pluralize(kind.toLowerCase());
}

/** Name of the CRD of a kind by the naming convention of the contract: `<plural>.<group>`. */
export function crdNameOf(group: string, kind: string): string {
  return `${pluralOf(kind)}.${group}`;
}
