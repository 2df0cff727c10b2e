import { FakeContainerEngine } from '../ports/container-engine.fake.ts';
import { parseBootstrapState, readBootstrapState, startBootstrap } from './bootstrap-run.ts';

const token = 'abcdef.0123456789abcdef';
const states = [
  { name: 'nothing was started', output: 'absent 0\n', want: { state: 'absent' } },
  { name: 'it runs', output: 'running 0\n3/12 run kubeadm init\n[init] …\n', want: { state: 'running', step: '3/12 run kubeadm init' } },
  { name: 'it is done', output: 'done 0\n12/12 run x\n', want: { state: 'done' } },
  { name: 'a step failed', output: `failed 1\n3/12 run kubeadm join\none\n--token ${token}\n`, want: { state: 'failed', cause: 'exitCode', exitCode: 1, step: '3/12 run kubeadm join', logTail: 'one\n--token <token>' } },
  { name: 'its time was over', output: 'stopped 124\n3/12 x\nwaiting', want: { state: 'failed', cause: 'timeout', step: '3/12 x', logTail: 'waiting' } },
  { name: 'the shell was killed', output: 'stopped 143\n3/12 x\n', want: { state: 'failed', cause: 'interrupted', step: '3/12 x', logTail: '' } },
  { name: 'the container was restarted', output: 'interrupted 0\n3/12 x\n', want: { state: 'failed', cause: 'interrupted', step: '3/12 x', logTail: '' } },
];
test.each(states)('state: $name', ({ output, want }) => {
  expect(parseBootstrapState(output)).toEqual(want);
});

test('the tail of the log is bounded', () => {
  const { logTail } = parseBootstrapState(`failed 1\n1/1 x\n${Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n')}\n`);
  expect(logTail?.split('\n')).toHaveLength(30);
  expect(logTail).toMatch(/line 99$/);
});

test('what nobody understands is an error', () => {
  expect(() => parseBootstrapState('')).toThrow(expect.objectContaining({ code: 'Refused' }));
});

test('the plan goes in through the input and not through arguments, which everybody on the host can read', async () => {
  const engine = new FakeContainerEngine();
  engine.set('node');
  await startBootstrap(engine, 'node', { steps: [{ kind: 'run', what: 'run secret', command: ['echo', 'hunter2'] }], ignored: [] }, { timeoutSeconds: 0.5 });
  const [{ request }] = engine.execs as [(typeof engine.execs)[number]];
  expect(request.command.join(' ')).not.toContain('hunter2');
  expect(request.command.slice(-2)).toEqual(['/var/lib/clusterwright/bootstrap', '1']);
  expect(request.stdin).toContain("'echo' 'hunter2'");
});

test('a shell that fails tells why', async () => {
  const engine = new FakeContainerEngine().onExec('sh', { exitCode: 1, stderr: 'cat: write error: No space left on device' });
  engine.set('node');
  await expect(startBootstrap(engine, 'node', { steps: [], ignored: [] })).rejects.toMatchObject({ code: 'NoSpace' });
  await expect(readBootstrapState(engine, 'gone')).rejects.toMatchObject({ code: 'ContainerNotFound' });
});
