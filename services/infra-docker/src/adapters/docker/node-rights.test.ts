import { LearnedNodeRights } from './node-rights.ts';

const withoutResource = '000001fffeffffff\n';
const privileged = { kind: 'privileged' } as const;

function learner(output = withoutResource): { rights: LearnedNodeRights; probes: string[] } {
  const probes: string[] = [];
  const run = async (image: string): Promise<string> => (probes.push(image), output);
  return { rights: new LearnedNodeRights({ run }), probes };
}

test('everything is tried first; after a refusal, what the engine itself has, and it is asked once', async () => {
  const { rights, probes } = learner();
  expect(rights.current).toEqual(privileged);
  expect(await Promise.all([rights.limit('node', privileged), rights.limit('node', privileged)])).toEqual([true, true]);
  expect(await rights.limit('node', privileged)).toBe(true);
  expect(rights.current).toMatchObject({ kind: 'limited', capabilities: expect.not.arrayContaining(['SYS_RESOURCE']) });
  expect(probes).toEqual(['node']);
});

test('capabilities that the engine is too old for are left out, and named once', async () => {
  const { rights } = learner();
  await rights.limit('node', privileged);
  expect([rights.forget('BPF'), rights.forget('BPF')]).toEqual([true, false]);
  expect(rights.current).toMatchObject({ capabilities: expect.not.arrayContaining(['BPF']) });
});

test('a refusal that nothing explains is final', async () => {
  const { rights } = learner('');
  expect(await rights.limit('node', privileged)).toBe(false);
  expect(await rights.limit('node', { kind: 'limited', capabilities: [] })).toBe(false);
});
