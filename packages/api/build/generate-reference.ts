/** Writes the reference pages of the API: `node packages/api/build/generate-reference.ts`; `--check` as for CRDs. */
import { conditionReference, declaredConditions } from './condition-reference.ts';
import { fieldReference } from './field-reference.ts';
import { writeGenerated } from './generated-file.ts';
import { kinds } from './kinds.ts';

await writeGenerated(
  new Map([
    ['docs/reference/conditions.md', conditionReference(await declaredConditions())],
    ['docs/reference/fields.md', fieldReference(kinds)],
  ]),
);
