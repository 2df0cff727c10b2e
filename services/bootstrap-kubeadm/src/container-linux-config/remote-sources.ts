import { complain, integerOrZero, list, readText, struct, text, type Reader } from './field-readers.ts';

interface HashParts {
  readonly function?: string;
  readonly sum?: string;
}

const hashParts = struct<HashParts>({ function: ['function', text], sum: ['sum', text] });

/** Two fields here, one text in Ignition; nothing where one of them is missing. */
const hash: Reader = (value, place) => {
  const { function: name, sum } = hashParts(value, place) ?? {};
  if (!name || !sum) return undefined;
  if (name !== 'sha512' || sum.length !== 128) complain(place, 'expected function sha512 and a sum of 128 hexadecimal digits');
  return `${name}-${sum}`;
};

/** The hash that a download must have. */
export const verification = struct({ hash: ['hash', hash] });

/** A URL of a kind that Ignition can fetch; empty where there is none. */
export const sourceUrl: Reader = (value, place) => {
  const url = readText(value, place) ?? '';
  if (url !== '' && !/^(https?|oem|tftp|s3|data):/i.test(url)) complain(place, 'invalid url scheme, expected http, https, oem, tftp, s3 or data');
  return url;
};

const reference = struct({ source: ['source', sourceUrl], verification: ['verification', verification] });

/** Section `ignition`: further configurations, limits and certificate authorities of Ignition itself. */
export const ignitionSection = struct({
  config: ['config', struct({ append: ['append', list(reference)], replace: ['replace', reference] })],
  timeouts: ['timeouts', struct({ http_response_headers: ['httpResponseHeaders', integerOrZero], http_total: ['httpTotal', integerOrZero] })],
  security: ['security', struct({ tls: ['tls', struct({ certificate_authorities: ['certificateAuthorities', list(reference)] })] })],
});
