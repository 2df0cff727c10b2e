/** Limits of the strings that occur again and again: names, kinds, groups, taints. Spread them into a string's options. */

const dns = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${dns}(\\.${dns})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

/** A name or API group: RFC 1123 subdomain. */
export const dnsSubdomain = { minLength: 1, maxLength: 253, pattern: `^${subdomain}$` } as const;

/** A subdomain that must also fit into a label value. */
export const shortDnsSubdomain = { minLength: 1, maxLength: 63, pattern: `^${subdomain}$` } as const;

/** One label of a DNS name. */
export const dnsLabel = { minLength: 1, maxLength: 63, pattern: `^${dns}$` } as const;

export const kindName = { minLength: 1, maxLength: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' } as const;

/** A condition type: a qualified name with an optional domain before a slash. */
export const conditionTypeName = { minLength: 1, maxLength: 316, pattern: `^(${subdomain}/)?(${qualifiedName})$` } as const;

/** An apiVersion that has a group. */
export const groupVersion = { minLength: 1, maxLength: 317, pattern: `^${subdomain}\\/[a-z]([-a-z0-9]*[a-z0-9])?$` } as const;

export const taintKey = { minLength: 1, maxLength: 317, pattern: `^(${subdomain}\\/)?${qualifiedName}$` } as const;

export const taintValue = { minLength: 1, maxLength: 63, pattern: `^(${qualifiedName})?$` } as const;
