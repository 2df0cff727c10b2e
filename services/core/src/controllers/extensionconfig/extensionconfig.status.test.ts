import { aHandler, anExtensionConfig } from '@clusterwright/runtime-sdk/runtime-sdk.fixtures';
import { reportExtensionConfig } from './extensionconfig.status.ts';

const extensionConfig = anExtensionConfig('x', [aHandler('old.x')], { clientConfig: { url: 'https://x', caBundle: 'Y2E=' } });

test('handlers that were discovered are kept, with the authority they were reached by', () => {
  expect(reportExtensionConfig({ extensionConfig, handlers: { kind: 'discovered', handlers: [aHandler('h.x')] } })).toEqual({
    spec: { clientConfig: { caBundle: 'Y2E=' } },
    status: { handlers: [aHandler('h.x')] },
    conditions: [{ type: 'Discovered', status: 'True', reason: 'Discovered' }],
    v1beta1Conditions: [{ type: 'Discovered', status: 'True' }],
  });
});

test('a discovery that failed leaves the handlers alone and says why', () => {
  const report = reportExtensionConfig({ extensionConfig, handlers: { kind: 'failed', message: 'failed to discover extension "x": no' } });
  expect(report).toMatchObject({
    conditions: [{ type: 'Discovered', status: 'False', reason: 'NotDiscovered', message: 'Error in discovery: failed to discover extension "x": no' }],
    v1beta1Conditions: [{ type: 'Discovered', status: 'False', severity: 'Error', reason: 'DiscoveryFailed', message: 'Error in discovery: failed to discover extension "x": no' }],
  });
  expect(report.status).toBeUndefined();
});
