import { renderGoTemplate } from '@clusterwright/provider-kit/go-template/render-go-template';
import { joinHostPort } from './haproxy-config.ts';
import type { HAProxyConfigData } from './haproxy-config.ts';

/**
 * Renders a user's configuration template (spec DEV-02). Pure.
 *
 * Of Go's templates it knows fields, if, with, range, comparisons and JoinHostPort. Errors: `TemplateError`, naming what it does not know.
 */
export function renderHAProxyTemplate(template: string, { FrontendControlPlanePort, BackendControlPlanePort, BackendServers, IPv6 }: HAProxyConfigData): string {
  const servers = Object.fromEntries(Object.entries(BackendServers).map(([name, { Address, Weight }]) => [name, { Address, Weight }]));
  return renderGoTemplate(
    template,
    { FrontendControlPlanePort, BackendControlPlanePort, BackendServers: servers, IPv6 },
    { missingField: 'refused', ranges: true, functions: { JoinHostPort: { count: 2, call: (host = '', port = '') => joinHostPort(host, port) } } },
  );
}
