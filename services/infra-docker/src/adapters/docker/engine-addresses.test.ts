import type { ContainerSpec } from '../../ports/container-engine.ts';
import { EngineAddresses } from './engine-addresses.ts';
import type { Subnet } from './fixed-addresses.ts';
import { contains } from './fixed-addresses.ts';

const roomy: Subnet = { subnet: '172.18.0.0/16', range: '172.18.0.0/17' };
const plain: Subnet = { subnet: '172.18.0.0/16' };
const spec: ContainerSpec = { name: 'k-lb', image: 'i', network: 'kind', labels: {} };
const inNetwork = (subnet: Subnet, id = 'n1') => ({ id, subnets: [subnet] });

/** Containers of the network, by name: their address while they run, and the one they come back to. */
type Attached = Readonly<Record<string, { readonly ip?: string; readonly kept?: string }>>;

function addressesAmong(attached: Attached = {}, subnets: readonly Subnet[] = []): EngineAddresses {
  const answer = Object.entries(attached).map(([name, { ip = '', kept }]) => ({
    Id: name, Names: [`/${name}`], Image: 'i', State: ip ? 'running' : 'exited', Status: '',
    NetworkSettings: { Networks: { kind: { IPAddress: ip, IPAMConfig: kept === undefined ? null : { IPv4Address: kept } } } },
  }));
  const connection = { json: async <Answer>(): Promise<Answer> => answer as Answer };
  return new EngineAddresses(connection, { ensure: async () => ({ id: 'n1', subnets }) }, { shortMs: 1 });
}

test('a new container gets an address that nobody has, and nobody comes back for; its own it gets again', async () => {
  const [first = ''] = await addressesAmong().choose(spec, inNetwork(roomy));
  expect(contains(roomy, first)).toBe(true);
  expect(await addressesAmong({ other: { ip: '172.18.0.2' }, 'k-lb': { kept: first } }).choose(spec, inNetwork(roomy))).toEqual([first]);
  for (const other of [{ ip: first }, { kept: first }]) expect(await addressesAmong({ other }).choose(spec, inNetwork(roomy))).not.toContain(first);
  expect(await addressesAmong().choose(spec, inNetwork(roomy), { avoid: new Set([first]) })).not.toContain(first);
});

test('one that it must have is asked for whatever the network is like; without one it is left to the engine where there is no room', async () => {
  expect(await addressesAmong().choose({ ...spec, address: '172.18.0.9' }, inNetwork(plain))).toEqual(['172.18.0.9']);
  expect(await addressesAmong().choose(spec, inNetwork(plain))).toEqual([]);
});

test('what the engine refused is not asked for again, until the network is another one', async () => {
  const addresses = addressesAmong();
  const [first = ''] = await addresses.choose(spec, inNetwork(roomy));
  expect([addresses.refuse(inNetwork(roomy), [first]), addresses.refuse(inNetwork(roomy), ['172.18.0.10'])]).toEqual([true, false]);
  expect(await addresses.choose(spec, inNetwork(roomy))).toEqual([]);
  expect(await addresses.choose(spec, inNetwork(roomy, 'n2'))).toEqual([first]);
});

test('whose an address is', async () => {
  const addresses = addressesAmong({ holder: { ip: '172.18.0.9' }, stopped: { kept: '172.18.0.10' } }, [roomy]);
  const uses = await Promise.all(['172.18.0.9', '172.18.0.10', '10.0.0.1'].map((address) => addresses.use('kind', address)));
  expect(uses).toEqual([{ kind: 'taken', by: 'holder' }, { kind: 'free' }, { kind: 'outside' }]);
});
