import { capabilitiesOf, readBoundingSet } from './capabilities.ts';
import { fromInspect, fromList, isInMemory } from './container-answers.ts';
import type { InspectAnswer } from './container-answers.ts';
import { eventFilters, lines } from './engine-events.ts';
import { pullQuery } from './engine-images.ts';
import { createFailure, localSubnet } from './engine-network.ts';
import { engineRefusal } from './engine-errors.ts';
import { multiplexedOutput } from './multiplexed-stream.ts';
import { proxyEnvironment } from './proxy-environment.ts';
import { singleFileArchive } from './single-file-archive.ts';

const frame = (stream: number, text: string): Buffer => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

test.each([1, 3, 8, 9, 1000])('multiplexed output is put together from pieces of %d bytes', (size) => {
  const wire = Buffer.concat([frame(1, 'out ü '), frame(2, 'err'), frame(1, ''), frame(1, 'more')]);
  const output = multiplexedOutput(1000);
  for (let at = 0; at < wire.length; at += size) output.push(wire.subarray(at, at + size));
  expect([output.stdout(), output.stderr()]).toEqual(['out ü more', 'err']);
});

test('output without end is refused', () => {
  const output = multiplexedOutput(20);
  expect(() => output.push(frame(1, 'x'.repeat(30)))).toThrow(expect.objectContaining({ code: 'Refused' }));
});

test('an archive has a header whose checksum is right, and whole blocks', () => {
  const archive = singleFileArchive('name', Buffer.from('hello'), { mode: 0o640, modifiedAt: new Date(0) });
  expect(archive.length % 512).toBe(0);
  expect(archive.subarray(512, 517).toString()).toBe('hello');
  expect(archive.subarray(100, 107).toString()).toBe('0000640');
  const header = Buffer.from(archive.subarray(0, 512));
  const sum = parseInt(header.subarray(148, 154).toString(), 8);
  expect(header.fill(' ', 148, 156).reduce((total, byte) => total + byte, 0)).toBe(sum);
});

test.each(['', 'a/b', 'ü'.repeat(51)])('an archive does not take the name %s', (name) => {
  expect(() => singleFileArchive(name, Buffer.alloc(0), { mode: 0, modifiedAt: new Date(0) })).toThrow(RangeError);
});

test('capabilities of a bounding set', () => {
  expect(readBoundingSet('noise\n000001fffeffffff\r\n')).toBe('000001fffeffffff');
  expect(readBoundingSet('')).toBeUndefined();
  expect(capabilitiesOf('000001ffffffffff')).toHaveLength(41);
  expect(capabilitiesOf('000001fffeffffff')).not.toContain('SYS_RESOURCE');
  expect(capabilitiesOf('0000000000200001')).toEqual(['CHOWN', 'SYS_ADMIN']);
});

test('the network of kind gets the subnet that kind gives it', () => {
  expect(localSubnet('kind', 0)).toBe('fc00:f853:ccd:e793::/64');
  expect(localSubnet('kind', 1)).not.toBe(localSubnet('kind', 0));
});

test.each([
  { message: 'network with name kind already exists', want: 'exists' },
  { message: 'Pool overlaps with other one on this address space', want: 'overlap' },
  { message: 'Cannot read IPv6 setup for bridge br-x: open /proc/sys/net/ipv6/conf/br-x/disable_ipv6: no such file or directory', want: 'noIPv6' },
  { message: 'could not find an available, non-overlapping IPv4 address pool among the defaults', want: undefined },
])('a network that cannot be made: $message', ({ message, want }) => {
  expect(createFailure(engineRefusal(500, message))).toBe(want);
});

test('proxy settings', () => {
  expect(proxyEnvironment({ NO_PROXY: 'x' }, { subnets: [], name: 'n' })).toMatchObject({ no_proxy: 'x,n,.svc,.svc.cluster,.svc.cluster.local' });
  expect(proxyEnvironment({}, { subnets: ['a'], name: 'n' })).toEqual({});
  expect(proxyEnvironment({ https_proxy: 'p' }, { subnets: ['10.0.0.0/8'], name: 'n' })).toEqual({
    HTTPS_PROXY: 'p', https_proxy: 'p', NO_PROXY: '10.0.0.0/8,n,.svc,.svc.cluster,.svc.cluster.local', no_proxy: '10.0.0.0/8,n,.svc,.svc.cluster,.svc.cluster.local',
  });
});

test.each([
  { image: 'kindest/node:v1.36.0', want: { fromImage: 'kindest/node', tag: 'v1.36.0' } },
  { image: 'registry.test:5000/node', want: { fromImage: 'registry.test:5000/node', tag: 'latest' } },
  { image: 'registry.test:5000/node:1', want: { fromImage: 'registry.test:5000/node', tag: '1' } },
  { image: 'node@sha256:ab', want: { fromImage: 'node@sha256:ab' } },
])('pulling $image', ({ image, want }) => {
  expect(pullQuery(image)).toEqual(want);
});

test('event filters name only what changes a container', () => {
  expect(JSON.parse(eventFilters({ a: 'b' }))).toMatchObject({ type: ['container'], label: ['a=b'] });
  expect(JSON.parse(eventFilters({}))).not.toHaveProperty('label');
});

test('lines are put together from pieces', async () => {
  const pieces = (async function* () { yield Buffer.from('{"a"'); yield Buffer.from(':1}\n\n{"b":2}\n{"c"'); yield Buffer.from(':3}'); })();
  const found: string[] = [];
  for await (const line of lines(pieces)) found.push(line);
  expect(found).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
});

const inspected: InspectAnswer = {
  Id: 'i', Name: '/n', State: { Status: 'running', ExitCode: 0 }, Config: { Image: 'image', Labels: null }, HostConfig: { Tmpfs: { '/run': '' } },
  NetworkSettings: { Networks: { bridge: { IPAddress: '' }, kind: { IPAddress: '172.18.0.2', GlobalIPv6Address: 'fc00::2' } } },
};

test('what the engine answers about a container', () => {
  expect(fromInspect(inspected)).toEqual({ id: 'i', name: 'n', image: 'image', state: 'running', labels: {}, ipv4: '172.18.0.2', ipv6: 'fc00::2', exitCode: undefined });
  expect(fromInspect({ ...inspected, State: { Status: 'removing', ExitCode: 1 }, NetworkSettings: {} })).toMatchObject({ state: 'dead', exitCode: 1, ipv4: undefined });
  expect(fromInspect({ ...inspected, State: { Status: 'running', ExitCode: 0, StartedAt: '2026-11-21T12:00:00.123456789Z' } }).startedAt).toEqual(new Date('2026-11-21T12:00:00.123Z'));
  expect(fromInspect({ ...inspected, State: { Status: 'created', ExitCode: 0, StartedAt: '0001-01-01T00:00:00Z' } }).startedAt).toBeUndefined();
  expect(fromList({ Id: 'i', Names: ['/n'], Image: 'image', State: 'exited', Status: 'Exited (137) 2 minutes ago' })).toMatchObject({ name: 'n', state: 'exited', exitCode: 137 });
  expect([isInMemory(inspected, '/run/a'), isInMemory(inspected, '/running'), isInMemory(inspected, '/etc/a')]).toEqual([true, false, false]);
});
