import { renderGoTemplate } from '@clusterwright/provider-kit/go-template/render-go-template';
import { TemplateError } from '@clusterwright/provider-kit/go-template/template-error';

/** What a template sees: `.controlPlane` is absent where the Cluster has no control plane object or that has no version. */
export interface TemplateData {
  readonly controlPlane?: { readonly version: string } | undefined;
}

/** More output than this is refused; it could not be stored in a Secret anyway. */
const maxBytes = 1 << 20;

/**
 * Renders the content of a file with `contentFormat: Template` (spec KB-09).
 *
 * Guarantees: what it accepts it renders as Go's text/template does. Errors: `TemplateError` for anything outside of the supported part.
 */
export function renderTemplate(template: string, data: TemplateData): string {
  const output = renderGoTemplate(template, { controlPlane: data.controlPlane && { version: data.controlPlane.version } }, { missingField: 'noValue' });
  if (Buffer.byteLength(output) > maxBytes) throw new TemplateError(`rendered output exceeds the ${maxBytes} byte limit`);
  return output;
}
