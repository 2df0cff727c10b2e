import type { EngineConnection, EngineRequest } from './engine-connection.ts';
import { engineRefusal } from './engine-errors.ts';
import { EngineNetworks } from './engine-network.ts';

interface NetworkBody {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: { readonly Config: readonly { readonly Subnet: string; readonly IPRange?: string }[] };
}

interface FakeNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Driver: string;
  readonly Created: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly IPAM: { readonly Config: readonly object[] };
}

const now = new Date('2026-11-21T12:00:00Z');
const theirs = (config: object = { Subnet: '172.30.0.0/16' }, Driver = 'bridge'): FakeNetwork => ({ Id: 'theirs', Name: 'kind', Driver, Created: '2026-11-21T11:00:00Z', IPAM: { Config: [config] } });

/** The part of an engine that has networks. `refuse` says what is wrong with one that is to be made. */
class FakeNetworks {
  readonly made: NetworkBody[] = [];
  readonly removed: string[] = [];
  /** What happens right before a network is made, as by another process. */
  before: (body: NetworkBody) => void = () => undefined;
  refuse: (body: NetworkBody) => string | undefined = () => undefined;
  /** As engines before 25 do, now and then. */
  takesDuplicates = false;
  networks: FakeNetwork[] = [];

  readonly connection: Pick<EngineConnection, 'json' | 'bytes'> = {
    json: async <Answer>(request: EngineRequest): Promise<Answer> => this.#answer(request) as Answer,
    bytes: async (request) => {
      this.#answer(request);
      return Buffer.alloc(0);
    },
  };

  get names(): string[] {
    return this.networks.map(({ Name }) => Name);
  }

  #answer({ method = 'GET', path, body, query }: EngineRequest): unknown {
    const id = path.split('/')[2];
    if (id === 'bridge') return { Name: 'bridge', Options: { 'com.docker.network.driver.mtu': '1400' } };
    if (id === undefined) return this.#list(query?.['filters'] ?? '');
    if (method === 'POST') return this.#create(body as NetworkBody);
    if (method === 'GET') return this.networks.find(({ Id }) => Id === id);
    this.removed.push(id);
    this.networks = this.networks.filter(({ Id }) => Id !== id);
    return undefined;
  }

  #list(text: string): object[] {
    const { name, label } = JSON.parse(text) as { name?: string[]; label?: string[] };
    const carries = ({ Labels = {} }: FakeNetwork): boolean => Object.entries(Labels).some(([key, value]) => label?.includes(`${key}=${value}`));
    return label ? this.networks.filter(carries) : this.networks.filter(({ Name }) => Name.includes(name?.[0] ?? ''));
  }

  #create(body: NetworkBody): object {
    this.before(body);
    if (!this.takesDuplicates && this.names.includes(body.Name)) throw engineRefusal(409, `network with name ${body.Name} already exists`);
    const refusal = this.refuse(body);
    if (refusal !== undefined) throw engineRefusal(500, refusal);
    this.made.push(body);
    const asked = body.IPAM?.Config ?? [];
    const Config = [...(asked.some(({ Subnet }) => Subnet.includes('.')) ? [] : [{ Subnet: `172.${String(20 + this.made.length)}.0.0/16` }]), ...asked];
    const Id = `id-${String(this.made.length)}`;
    this.networks.push({ Id, Name: body.Name, Driver: 'bridge', Labels: body.Labels, Created: now.toISOString(), IPAM: { Config } });
    return { Id };
  }
}

const networksOn = (engine: FakeNetworks): EngineNetworks => new EngineNetworks({ connection: engine.connection, now: () => now });
const v6 = { subnet: 'fc00:f853:ccd:e793::/64', range: 'fc00:f853:ccd:e793::/65' };
const roomy = (second: number) => ({ subnet: `172.${String(second)}.0.0/16`, range: `172.${String(second)}.0.0/17` });
const isShared = ({ Name }: NetworkBody): boolean => Name === 'kind';

test('a network that is missing is made once, of the subnet that the engine would choose, with room for fixed addresses; many callers make one', async () => {
  const engine = new FakeNetworks();
  const networks = networksOn(engine);
  const network = { id: 'id-2', subnets: [roomy(21), v6] };
  expect(await Promise.all([networks.ensure('kind'), networks.ensure('kind')])).toEqual([network, network]);
  expect([engine.made.map(({ Name }) => Name), engine.names, engine.removed]).toEqual([[expect.stringMatching(/^kind-clusterwright-/), 'kind'], ['kind'], ['id-1']]);
  expect(engine.made[1]).toMatchObject({
    Labels: { 'clusterwright.dev/network': 'machines' }, EnableIPv6: true,
    Options: { 'com.docker.network.driver.mtu': '1400', 'com.docker.network.bridge.enable_ip_masquerade': 'true' },
  });
});

const overlap = 'Pool overlaps with other one on this address space';
const troubles: { readonly name: string; readonly prepare: (engine: FakeNetworks) => void; readonly want: object[] }[] = [
  { name: 'is there: it is taken as it is', want: [{ subnet: '172.30.0.0/16', range: undefined }], prepare: (engine) => void engine.networks.push(theirs()) },
  {
    name: 'is there with a range: the rest of it is room', want: [roomy(30)],
    prepare: (engine) => void engine.networks.push(theirs({ Subnet: '172.30.0.0/16', IPRange: '172.30.0.0/17' })),
  },
  {
    name: 'reaches other hosts: what is beyond its range is theirs', want: [{ subnet: '172.30.0.0/16', range: undefined }],
    prepare: (engine) => void engine.networks.push(theirs({ Subnet: '172.30.0.0/16', IPRange: '172.30.0.0/17' }, 'macvlan')),
  },
  {
    name: 'somebody else makes at the same time: his is taken', want: [{ subnet: '172.30.0.0/16', range: undefined }],
    prepare: (engine) => void (engine.before = (body) => { if (isShared(body) && !engine.names.includes('kind')) engine.networks.push(theirs()); }),
  },
  {
    name: 'somebody else makes at the same time, and the engine takes both: ours goes', want: [{ subnet: '172.30.0.0/16', range: undefined }],
    prepare(engine) {
      engine.takesDuplicates = true;
      engine.before = (body) => { if (isShared(body)) engine.networks.push(theirs()); };
    },
  },
  {
    name: 'loses its subnet to somebody meanwhile: the engine chooses again', want: [roomy(22), { subnet: expect.stringMatching(/^fc00:/), range: expect.stringMatching(/^fc00:/) }],
    prepare: (engine) => void (engine.refuse = ({ IPAM }) => (IPAM?.Config.some(({ Subnet }) => Subnet.startsWith('172.21.')) ? overlap : undefined)),
  },
  {
    name: 'cannot have IPv6: it has room nevertheless', want: [roomy(22)],
    prepare: (engine) => void (engine.refuse = ({ EnableIPv6 }) => (EnableIPv6 ? 'Cannot read IPv6 setup for bridge br-x' : undefined)),
  },
  {
    name: 'can have no subnet that is asked for: the engine chooses for good', want: [{ subnet: '172.26.0.0/16', range: undefined }],
    prepare: (engine) => void (engine.refuse = ({ IPAM }) => (IPAM ? overlap : undefined)),
  },
];
test.each(troubles)('a network that $name', async ({ prepare, want }) => {
  const engine = new FakeNetworks();
  prepare(engine);
  expect((await networksOn(engine).ensure('kind')).subnets).toEqual(want);
  expect([engine.names, engine.removed]).toEqual([['kind'], expect.not.arrayContaining(['theirs'])]);
});

test('a network that cannot be made is told, and tried again by the next caller', async () => {
  const engine = new FakeNetworks();
  engine.refuse = () => 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network';
  const networks = networksOn(engine);
  await expect(networks.ensure('kind')).rejects.toMatchObject({ code: 'Refused', message: expect.stringContaining('address pool') });
  engine.refuse = () => undefined;
  expect((await networks.ensure('kind')).subnets).toEqual([roomy(21), v6]);
});

test('a network that users removed is made anew, and one that they made is seen', async () => {
  const engine = new FakeNetworks();
  const networks = networksOn(engine);
  const { id } = await networks.ensure('kind');
  engine.networks = [];
  expect((await networks.ensure('kind')).id).not.toBe(id);
  engine.networks = [theirs()];
  expect(await networks.ensure('kind')).toEqual({ id: 'theirs', subnets: [{ subnet: '172.30.0.0/16', range: undefined }] });
});

test('what somebody left who was killed is taken away an hour later, and nothing of others', async () => {
  const engine = new FakeNetworks();
  const left = (Id: string, Created: string, purpose: string): FakeNetwork => ({ Id, Name: Id, Driver: 'bridge', Created, Labels: { 'clusterwright.dev/network': purpose }, IPAM: { Config: [] } });
  engine.networks = [left('old', '2026-11-21T10:59:00Z', 'subnet-probe'), left('young', '2026-11-21T11:30:00Z', 'subnet-probe'), left('others', '2026-11-21T10:00:00Z', 'machines')];
  await networksOn(engine).ensure('kind');
  expect(engine.names).toEqual(['young', 'others', 'kind']);
});
