/** What Kubernetes accepts as names, label keys and label values. Pure; each function returns why not, or undefined. */

const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const labelName = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const dns1123Label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const dns1035Label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const dns1123Subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Why a text is no label value: at most 63 characters, alphanumeric at both ends. */
export function labelValueProblem(text: string): string | undefined {
  if (text.length > 63) return 'must be no more than 63 bytes';
  return labelValue.test(text) ? undefined : "must be empty or consist of alphanumeric characters, '-', '_' or '.', starting and ending with an alphanumeric character";
}

/** Why a text is no DNS label (RFC 1123): the form of Namespaces and of parts of host names. */
export function dns1123LabelProblem(text: string): string | undefined {
  if (text.length > 63) return 'must be no more than 63 bytes';
  return dns1123Label.test(text) ? undefined : "must consist of lower case alphanumeric characters or '-', starting and ending with an alphanumeric character";
}

/** Why a text is no DNS label by the older rule (RFC 1035), by which Services are named. */
export function dns1035LabelProblem(text: string): string | undefined {
  if (text.length > 63) return 'must be no more than 63 bytes';
  return dns1035Label.test(text) ? undefined : "must consist of lower case alphanumeric characters or '-', starting with a letter and ending with an alphanumeric character";
}

/** Why a text is no DNS subdomain: the form of object names. */
export function subdomainProblem(text: string): string | undefined {
  if (text.length > 253) return 'must be no more than 253 bytes';
  return dns1123Subdomain.test(text) ? undefined : "must consist of lower case alphanumeric characters, '-' or '.', starting and ending with an alphanumeric character";
}

/** Why a text is no label key: a name of at most 63 characters, after an optional DNS subdomain and a slash. */
export function labelKeyProblem(text: string): string | undefined {
  const parts = text.split('/');
  if (parts.length > 2) return 'must be a name with an optional DNS subdomain prefix and a single slash';
  const name = parts.at(-1) ?? '';
  if (parts.length === 2) {
    const [prefix = ''] = parts;
    if (prefix === '') return 'prefix must not be empty';
    const problem = subdomainProblem(prefix);
    if (problem) return `prefix ${problem}`;
  }
  if (name === '') return 'name must not be empty';
  if (name.length > 63) return 'name must be no more than 63 bytes';
  return labelName.test(name) ? undefined : "name must consist of alphanumeric characters, '-', '_' or '.', starting and ending with an alphanumeric character";
}
