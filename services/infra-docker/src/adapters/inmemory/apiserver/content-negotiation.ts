import { notAcceptable } from '../store/api-errors.ts';

/** The form in which objects are answered. Always JSON: clients that prefer protobuf accept it as well. */
export type OutputForm = 'object' | 'table' | 'metadata';

interface Clause {
  readonly mediaType: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const jsonTypes = new Set(['application/json', '*/*', 'application/*']);

/** Chooses the first form of the Accept header that this server can give. Errors: NotAcceptable. */
export function negotiateForm(accept: string): OutputForm {
  const clauses = parseAccept(accept);
  if (clauses.length === 0) return 'object';
  for (const { mediaType, parameters } of clauses) {
    const form = jsonTypes.has(mediaType) ? formOf(parameters) : undefined;
    if (form) return form;
  }
  throw notAcceptable();
}

function formOf(parameters: ReadonlyMap<string, string>): OutputForm | undefined {
  switch (parameters.get('as')) {
    case undefined:
      return 'object';
    case 'Table':
      return parameters.get('g') === 'meta.k8s.io' ? 'table' : undefined;
    case 'PartialObjectMetadata':
    case 'PartialObjectMetadataList':
      return 'metadata';
    default:
      return undefined;
  }
}

/** The version of aggregated discovery the client asks for before anything else this server has; undefined where it wants the plain lists. */
export function aggregatedDiscoveryVersion(accept: string): string | undefined {
  for (const { mediaType, parameters } of parseAccept(accept)) {
    if (!jsonTypes.has(mediaType)) continue;
    if (parameters.get('as') !== 'APIGroupDiscoveryList') return undefined;
    const version = parameters.get('v');
    if (version === 'v2' || version === 'v2beta1') return version;
  }
  return undefined;
}

function parseAccept(accept: string): Clause[] {
  return accept.split(',').map((part) => part.trim()).filter(Boolean).map(parseClause);
}

function parseClause(text: string): Clause {
  const [mediaType = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map(rest.map((part): [string, string] => {
    const [key = '', value = ''] = part.split('=');
    return [key, value];
  }));
  return { mediaType: mediaType.toLowerCase(), parameters };
}
