import { withVersionPrefix } from '../../../semantic-version.ts';

interface Template {
  readonly metadata?: object;
  readonly spec?: { readonly version?: string };
}

/** The template with the prefix of its version. A template that says nothing at all has no spec either, and is refused for that and not for each field. Pure. */
export function defaultTemplateVersion<T extends Template>(template: T | undefined): Partial<T> {
  if (!template?.spec) return template ?? {};
  const { spec, ...rest } = template;
  // Partial<T>: what remains of T without its spec is T with less.
  if (Object.keys(spec).length === 0 && !template.metadata) return rest as Partial<T>;
  return spec.version ? { ...template, spec: { ...spec, version: withVersionPrefix(spec.version) } } : template;
}
