import { aCondition, aMember, outdated } from '../kubeadmcontrolplane.fixtures.ts';
import { upToDateDraft } from './up-to-date-condition.plan.ts';

const running = (kubeletVersion: string) => ({ status: { nodeInfo: { kubeletVersion, architecture: '', bootID: '', containerRuntimeVersion: '', kernelVersion: '', kubeProxyVersion: '', machineID: '', operatingSystem: '', osImage: '', systemUUID: '' } } });
const inPlace = { annotations: { 'in-place-updates.internal.cluster.x-k8s.io/update-in-progress': '' } };
const cases = [
  { name: 'as asked for', why: 'nothing to say', member: aMember('m', running('v1.36.3')), want: { status: 'True', reason: 'UpToDate' } },
  { name: 'outdated', why: 'one line per reason', member: aMember('m', { upToDate: { ...outdated, conditionMessages: ['A', 'B'] } }), want: { status: 'False', reason: 'NotUpToDate', message: '* A\n* B' } },
  { name: 'changing in place', why: 'it is not there yet', member: aMember('m', { metadata: inPlace }), want: { status: 'False', reason: 'Updating', message: '* In-place update in progress' } },
  { name: 'changing in place, with words', why: 'the updater knows more', member: aMember('m', { metadata: inPlace, conditions: [aCondition('Updating', 'True', { message: 'step 2' })] }), want: { status: 'False', reason: 'Updating', message: '* step 2' } },
  { name: 'a change is due', why: 'its hook is pending', member: aMember('m', { metadata: { annotations: { 'runtime.cluster.x-k8s.io/pending-hooks': 'A,UpdateMachine' } } }), want: { status: 'False', reason: 'Updating' } },
  { name: 'an old kubelet', why: 'the version was changed, the machine not yet', member: aMember('m', running('v1.35.0')), want: { status: 'False', reason: 'Updating', message: '* Node.status.nodeInfo.kubeletVersion v1.35.0, v1.36.3 required' } },
];
test.each(cases)('UpToDate of a Machine that is $name ($why)', ({ member, want }) => {
  expect(upToDateDraft(member)).toMatchObject({ type: 'UpToDate', ...want });
});
