import { FAILSAFE_SCHEMA, YAMLException, binaryTag, loadAll, mergeTag, nullCoreTag } from 'js-yaml';
import type { Findings } from './findings.ts';

/** Scalars stay text: whether `0644` or `on` is a number or a flag depends on the field, and YAML's versions disagree. */
const schema = FAILSAFE_SCHEMA.withTags(nullCoreTag, mergeTag, binaryTag);
/** Lists of aliases of lists of aliases would make a large document of a small one. */
const maxAliases = 100;

/** The first document of a text; undefined where it is empty or, with a finding, not YAML. */
export function readYaml(text: string, findings: Findings): unknown {
  try {
    const [document] = loadAll(text, { schema, maxAliases });
    if (document === undefined || document === null) findings.add('warning', '', 'configuration is empty');
    return document;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    // Its message quotes the text, which may be secret.
    findings.add('error', '', `is not YAML: ${error.reason}${error.mark ? ` in line ${String(error.mark.line + 1)}` : ''}`);
    return undefined;
  }
}
