import type { EngineConnection, EngineRequest } from './engine-connection.ts';
import { engineRefusal } from './engine-errors.ts';
import { EngineNetworks } from './engine-network.ts';

interface NetworkBody {
  readonly Name: string;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: { readonly Config: readonly { readonly Subnet: string; readonly IPRange?: string }[] };
}

/** The part of an engine that has networks. `refuse` says what is wrong with one that is to be made. */
class FakeNetworks {
  readonly made: NetworkBody[] = [];
  /** What happens right before a request, as by another process. */
  before: (what: string) => void = () => undefined;
  refuse: (body: NetworkBody) => string | undefined = () => undefined;
  isUsed = false;
  network: { readonly Id: string; readonly Name: string; readonly IPAM: { readonly Config: readonly object[] } } | undefined;

  readonly connection: Pick<EngineConnection, 'json' | 'bytes'> = {
    json: async <Answer>(request: EngineRequest): Promise<Answer> => this.#answer(request) as Answer,
    bytes: async (request) => {
      this.#answer(request);
      return Buffer.alloc(0);
    },
  };

  #answer({ method = 'GET', path, body }: EngineRequest): unknown {
    this.before(`${method} ${path}`);
    if (path === '/networks/bridge') return { Name: 'bridge', Options: { 'com.docker.network.driver.mtu': '1400' } };
    if (path === '/networks') return this.network ? [{ Name: 'kind-of', Id: 'other' }, this.network] : [];
    if (method === 'DELETE') return this.#remove();
    return this.#create(body as NetworkBody);
  }

  #remove(): void {
    if (this.isUsed) throw engineRefusal(403, 'error while removing network: network kind has active endpoints');
    this.network = undefined;
  }

  #create(body: NetworkBody): object {
    if (this.network) throw engineRefusal(409, 'network with name kind already exists');
    const refusal = this.refuse(body);
    if (refusal !== undefined) throw engineRefusal(500, refusal);
    this.made.push(body);
    const asked = body.IPAM?.Config ?? [];
    const Config = [...(asked.some(({ Subnet }) => Subnet.includes('.')) ? [] : [{ Subnet: '172.21.0.0/16', Gateway: '172.21.0.1' }]), ...asked];
    this.network = { Id: `id-${String(this.made.length)}`, Name: body.Name, IPAM: { Config } };
    return {};
  }
}

const v6 = { subnet: 'fc00:f853:ccd:e793::/64', range: 'fc00:f853:ccd:e793::/65' };
const roomy = { subnet: '172.21.0.0/16', range: '172.21.0.0/17' };
const plain = { subnet: '172.21.0.0/16', range: undefined };

test('a network that is missing is made of the subnet that the engine chooses, with room for fixed addresses; many callers make one', async () => {
  const engine = new FakeNetworks();
  const networks = new EngineNetworks(engine.connection);
  const network = { id: 'id-2', subnets: [roomy, v6] };
  expect(await Promise.all([networks.ensure('kind'), networks.ensure('kind')])).toEqual([network, network]);
  expect(engine.made).toHaveLength(2);
  expect(engine.made[1]).toMatchObject({ Name: 'kind', EnableIPv6: true, Options: { 'com.docker.network.driver.mtu': '1400', 'com.docker.network.bridge.enable_ip_masquerade': 'true' } });
});

const troubles: { readonly name: string; readonly prepare: (engine: FakeNetworks) => void; readonly want: object[]; readonly made: number }[] = [
  {
    name: 'is there: it is taken as it is', want: [plain], made: 0,
    prepare: (engine) => void (engine.network = { Id: 'theirs', Name: 'kind', IPAM: { Config: [{ Subnet: '172.21.0.0/16' }] } }),
  },
  {
    name: 'somebody else makes at the same time: his is taken', want: [plain], made: 0,
    prepare: (engine) => void (engine.before = (what) => { if (what === 'POST /networks/create') engine.network ??= { Id: 'theirs', Name: 'kind', IPAM: { Config: [{ Subnet: '172.21.0.0/16' }] } }; }),
  },
  { name: 'somebody uses before it was made a second time: it stays', want: [plain, v6], made: 1, prepare: (engine) => void (engine.isUsed = true) },
  {
    name: 'loses its subnet to somebody meanwhile: the engine chooses again', want: [plain, v6], made: 2,
    prepare: (engine) => void (engine.refuse = ({ IPAM }) => (IPAM?.Config.some(({ Subnet }) => Subnet.startsWith('172.')) ? 'Pool overlaps with other one on this address space' : undefined)),
  },
  {
    name: 'cannot have IPv6: it has room nevertheless', want: [roomy], made: 2,
    prepare: (engine) => void (engine.refuse = ({ EnableIPv6 }) => (EnableIPv6 ? 'Cannot read IPv6 setup for bridge br-x' : undefined)),
  },
];
test.each(troubles)('a network that $name', async ({ prepare, want, made }) => {
  const engine = new FakeNetworks();
  prepare(engine);
  expect((await new EngineNetworks(engine.connection).ensure('kind')).subnets).toEqual(want);
  expect(engine.made).toHaveLength(made);
});

test('a network that cannot be made is told, and tried again by the next caller', async () => {
  const engine = new FakeNetworks();
  engine.refuse = () => 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network';
  const networks = new EngineNetworks(engine.connection);
  await expect(networks.ensure('kind')).rejects.toMatchObject({ code: 'Refused', message: expect.stringContaining('address pool') });
  engine.refuse = () => undefined;
  expect((await networks.ensure('kind')).subnets).toEqual([roomy, v6]);
});

test('a network that users removed is made anew, and one that they made is seen', async () => {
  const engine = new FakeNetworks();
  const networks = new EngineNetworks(engine.connection);
  const { id } = await networks.ensure('kind');
  engine.network = undefined;
  expect((await networks.ensure('kind')).id).not.toBe(id);
  engine.network = { Id: 'theirs', Name: 'kind', IPAM: { Config: [{ Subnet: '10.9.0.0/16' }] } };
  expect(await networks.ensure('kind')).toEqual({ id: 'theirs', subnets: [{ subnet: '10.9.0.0/16', range: undefined }] });
});
