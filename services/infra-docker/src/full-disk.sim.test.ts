import { ContainerEngineError } from './ports/container-engine.ts';
import { FakeContainerEngine } from './ports/container-engine.fake.ts';
import { DockerWorld } from './docker-world.fixtures.ts';

const full = (): ContainerEngineError => new ContainerEngineError('NoSpace', 'container engine: write /x: no space left on device');
const told = 'container engine: write /x: no space left on device';
const node = 'kindest/node:v1.36.3';
const lb = 'kindest/haproxy:v20230606-42a2262b';

const places: { readonly name: string; readonly fill: (world: DockerWorld) => unknown; readonly want: [condition: string, problem: string] }[] = [
  { name: 'the image is pulled', fill: ({ engine }) => engine.failAlways('ensureImage', full(), node), want: ['ContainerProvisioned False NotProvisioned', `Failed to create container k-cp1: ${told}`] },
  { name: 'the container is made', fill: ({ engine }) => engine.failAlways('run', full(), 'k-cp1'), want: ['ContainerProvisioned False NotProvisioned', `Failed to create container k-cp1: ${told}`] },
  { name: 'a process is started in it', fill: ({ engine }) => engine.failAlways('exec', full(), 'k-cp1'), want: ['CGroupsReady False NotReady', `Failed to look into container k-cp1: ${told}`] },
  { name: 'it gets images', fill: ({ engine }) => engine.failAlways('loadImageIntoNode', full(), 'k-cp1'), want: ['PreLoadedImagesReady False NotReady', told] },
  { name: 'it gets bootstrap data', fill: ({ bootstrap }) => bootstrap.failStart(full()), want: ['BootstrapCompleted False InternalError', `Failed to bootstrap container k-cp1: ${told}`] },
];
test.each(places)('a disk that is full when $name: told on the machine, tried ever more slowly; with room again it comes up once, and goes without a trace', async ({ fill, want }) => {
  const world = new DockerWorld('Dev', new FakeContainerEngine({ images: [lb, 'a:1'], pullable: [node] })).create(['cp1'], { machine: { preLoadImages: ['a:1'] } });
  await world.pass('cluster', 'ic');
  fill(world);
  await world.converge(5);
  const [condition, problem] = want;
  expect(world.conditions(world.machine('cp1')).find((line) => line.startsWith(condition))).toContain(problem);
  const tries = world.engine.calls.length;
  for (let event = 0; event < 5; event += 1) await world.pass('machine', 'cp1');
  expect(world.engine.calls.filter((call, index) => index >= tries && /^(run|remove|ensureImage|loadImageIntoNode)/.test(call)).length).toBeLessThan(6);

  world.engine.heal();
  world.bootstrap.failStart(undefined);
  await world.converge();
  expect(world.conditions(world.machine('cp1'))).toContain('Ready True Ready');
  expect(world.bootstrap.started.map(({ container }) => container)).toEqual(['k-cp1']);
  await world.deleteAll();
  expect([[...world.engine.containers.keys()], world.left]).toEqual([[], []]);
});
