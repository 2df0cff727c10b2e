import { fakeContext } from '@clusterwright/test-env';
import { machineTemplateReconciler } from './devmachinetemplate.reconciler.ts';

test.each(['devmachinetemplate', 'dockermachinetemplate'])('%s: a machine is as large as its host', (name) => {
  const reconciler = machineTemplateReconciler(name, { cpu: 4, memoryBytes: 8 * 1024 ** 3 });
  expect(reconciler.report?.(undefined, { deleting: false, outcomes: [], errors: [] }, fakeContext())).toEqual({ status: { capacity: { cpu: '4', memory: '8Gi' } } });
});
