import type { Condition, KubeObject } from '@clusterwright/api';
import { conditionChangesPatch } from './condition-changes.ts';
import type { ConditionChanges } from './condition-changes.ts';

const earlier = '2026-11-21T11:00:00Z';
const now = new Date('2026-11-21T12:00:00Z');
const ready: Condition = { type: 'Ready', status: 'True', reason: 'Ready', message: '', lastTransitionTime: earlier, observedGeneration: 2 };
const remediated: Condition = { type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', message: '', lastTransitionTime: earlier, observedGeneration: 2 };
const olderReady = { type: 'Ready', status: 'True', lastTransitionTime: earlier };
const olderRemediated = { type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', severity: 'Warning', lastTransitionTime: earlier };
const machine = {
  apiVersion: 'v1',
  kind: 'Machine',
  metadata: { name: 'm', generation: 2, resourceVersion: '7' },
  status: { conditions: [ready, remediated], deprecated: { v1beta1: { conditions: [olderReady, olderRemediated] } } },
} as KubeObject;

const cases: readonly { name: string; why: string; changes: ConditionChanges; want: object | undefined }[] = [
  { name: 'nothing', why: 'no request', changes: {}, want: undefined },
  {
    name: 'what is there already',
    why: 'no request',
    changes: { set: [{ type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', message: '' }], setV1Beta1: [{ type: 'OwnerRemediated', status: 'False', reason: 'WaitingForRemediation', severity: 'Warning' }], remove: ['Other'], removeV1Beta1: ['Other'] },
    want: undefined,
  },
  {
    name: 'another reason',
    why: 'the status is the same, and so is its time; the other items stay',
    changes: { set: [{ type: 'OwnerRemediated', status: 'False', reason: 'MachineDeleting', message: 'x' }] },
    want: { conditions: [ready, { ...remediated, reason: 'MachineDeleting', message: 'x' }] },
  },
  { name: 'a removal', why: 'only that item goes', changes: { remove: ['OwnerRemediated'] }, want: { conditions: [ready] } },
  { name: 'a removal in the older list', why: 'the lists are independent', changes: { removeV1Beta1: ['OwnerRemediated'] }, want: { deprecated: { v1beta1: { conditions: [olderReady] } } } },
  {
    name: 'one set, one removed',
    why: 'both in one request',
    changes: { setV1Beta1: [{ type: 'HealthCheckSucceeded', status: 'True' }], removeV1Beta1: ['OwnerRemediated'] },
    want: { deprecated: { v1beta1: { conditions: [olderReady, { type: 'HealthCheckSucceeded', status: 'True', lastTransitionTime: '2026-11-21T12:00:00Z' }] } } },
  },
];
test.each(cases)('$name ($why)', ({ changes, want }) => {
  expect(conditionChangesPatch(machine, changes, now)).toEqual(want && { metadata: { resourceVersion: '7' }, status: want });
});
