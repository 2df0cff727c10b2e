import { defaultDevMachine } from './dev-machine.defaults.ts';
import type { DevMachine, DevMachineSpec } from './dev-machine.schema.ts';
import { unreadableDuration, validateDevMachine } from './dev-machine.validation.ts';

const head = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'DevMachine', metadata: { name: 'm' } };
const aMachine = (backend: DevMachineSpec['backend']): DevMachine => ({ ...head, spec: { backend } });
const image = (customImage?: string): DevMachine => aMachine({ docker: { customImage } });

test.each([
  { name: 'nothing', why: 'containers are the default', machine: head, want: { backend: { docker: {} } } },
  { name: 'a simulated machine', why: 'it was chosen', machine: aMachine({ inMemory: {} }), want: { backend: { inMemory: {} } } },
  { name: 'a container', why: 'it was chosen', machine: image('i'), want: { backend: { docker: { customImage: 'i' } } } },
])('defaultDevMachine: $name ($why)', ({ machine, want }) => {
  expect(defaultDevMachine(machine).spec).toEqual(want);
});

test.each([
  { name: 'a new machine', why: 'any image', next: image('a'), previous: undefined, want: [] },
  { name: 'the same image', why: 'no change', next: image('a'), previous: image('a'), want: [] },
  { name: 'another image', why: 'the container runs already', next: image('b'), previous: image('a'), want: ['spec.backend.docker.customImage'] },
  { name: 'no image any more', why: 'that is a change, too', next: image(), previous: image('a'), want: ['spec.backend.docker.customImage'] },
  { name: 'another backend', why: 'there is no image to compare', next: aMachine({ inMemory: {} }), previous: image('a'), want: [] },
])('validateDevMachine: $name ($why)', ({ next, previous, want }) => {
  expect(validateDevMachine(next, previous).map(({ field }) => field)).toEqual(want);
});

const starting = (startupDuration: string) => ({ provisioning: { startupDuration } });

test.each([
  { name: 'durations', spec: aMachine({ docker: { bootstrapTimeout: '5m' }, inMemory: { vm: starting('10s'), etcd: starting('0') } }).spec, want: undefined },
  { name: 'no backend', spec: {}, want: undefined },
  { name: 'a timeout that is none', spec: aMachine({ docker: { bootstrapTimeout: 'soon' } }).spec, want: 'spec.backend.docker.bootstrapTimeout: "soon" is no duration' },
  { name: 'an empty one', spec: aMachine({ inMemory: { apiServer: starting('') } }).spec, want: 'spec.backend.inMemory.apiServer.provisioning.startupDuration: "" is no duration' },
])('unreadableDuration: $name', ({ spec, want }) => {
  const problem = unreadableDuration(spec, 'spec');
  expect(problem?.slice(0, want?.length)).toBe(want);
});
