import { defaultMachineHealthCheck } from './machine-health-check.defaults.ts';

const head = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineHealthCheck' };
const selector = { matchLabels: { app: 'x' } };

const cases = [
  { name: 'no checks', why: 'a Machine that never gets a Node is unhealthy by default', checks: undefined, want: { nodeStartupTimeoutSeconds: 600 } },
  {
    name: 'other checks',
    why: 'they stay',
    checks: { unhealthyNodeConditions: [{ type: 'Ready', status: 'False', timeoutSeconds: 1 }] },
    want: { unhealthyNodeConditions: [{ type: 'Ready', status: 'False', timeoutSeconds: 1 }], nodeStartupTimeoutSeconds: 600 },
  },
  { name: 'a limit of 0', why: 'the user turned it off', checks: { nodeStartupTimeoutSeconds: 0 }, want: { nodeStartupTimeoutSeconds: 0 } },
];
test.each(cases)('$name → $want ($why)', ({ checks, want }) => {
  const object = { ...head, metadata: { name: 'mhc', labels: { a: 'b' } }, spec: { clusterName: 'c', selector, ...(checks ? { checks } : {}) } };
  expect(defaultMachineHealthCheck(object)).toEqual({
    ...head,
    metadata: { name: 'mhc', labels: { a: 'b', 'cluster.x-k8s.io/cluster-name': 'c' } },
    spec: { clusterName: 'c', selector, checks: want },
  });
});

test('what is missing is left to the schema', () => {
  expect(defaultMachineHealthCheck({ ...head, metadata: { name: 'mhc' } }).spec).toEqual({ checks: { nodeStartupTimeoutSeconds: 600 } });
});
