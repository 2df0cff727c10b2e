import { fakeLogger } from '@clusterwright/test-env';
import { clientCertificate } from './config.ts';

const flags = (certFile: string, keyFile: string) => ({ 'runtime-extension-client-cert-file': certFile, 'runtime-extension-client-key-file': keyFile });

test.each([flags('', ''), flags('/cert', ''), flags('', '/key')])('extensions are shown no certificate with %j: it takes both files', (values) => {
  expect(clientCertificate(values, fakeLogger())).toBeUndefined();
});

test('files that are not there are told at the start, with their flags', () => {
  expect(() => clientCertificate(flags('/nowhere/tls.crt', '/nowhere/tls.key'), fakeLogger())).toThrow(expect.objectContaining({ code: 'Flag', message: expect.stringMatching(/^flags --runtime-extension-client-cert-file, .*\/nowhere\/tls\.crt/) as string }) as Error);
});
