import { handlerAddress } from './extension-address.ts';
import { UpdateMachine } from './hooks.ts';

const path = 'hooks.runtime.cluster.x-k8s.io/v1alpha1/updatemachine';
const cases = [
  { name: 'a Service', config: { service: { name: 's', namespace: 'n', port: 8443 } }, handler: 'h', want: [`https://s.n.svc:8443/${path}/h`, 's.n.svc:8443'] },
  { name: 'a Service at the usual port', config: { service: { name: 's', namespace: 'n', port: 443 } }, handler: 'h', want: [`https://s.n.svc/${path}/h`, 's.n.svc:443'] },
  { name: 'a Service with a path', config: { service: { name: 's', namespace: 'n', path: '/a/' } }, handler: 'UpperCase', want: [`https://s.n.svc/a/${path}/uppercase`, 's.n.svc'] },
  { name: 'a URL', config: { url: 'https://[::1]:9443/a?b=c' }, handler: undefined, want: [`https://[::1]:9443/a/${path}?b=c`, '[::1]:9443'] },
] as const;
test.each(cases)('the handler of $name is at $want', ({ config, handler, want }) => {
  const { url, host } = handlerAddress(config, UpdateMachine, handler);
  expect([url.href, host]).toEqual(want);
});

test.each([
  { config: { url: 'http://x' }, message: 'failed to compute URL: expected https scheme, got http' },
  { config: { url: '/a' }, message: 'failed to compute URL: failed to parse url from clientConfig' },
  { config: {}, message: 'failed to compute URL: at least one of service and url should be defined in config' },
])('$config cannot be called', ({ config, message }) => {
  expect(() => handlerAddress(config, UpdateMachine, 'h')).toThrow(expect.objectContaining({ code: 'RuntimeExtension', message }) as Error);
});
