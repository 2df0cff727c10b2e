import { checkFile, findCycles } from './rules.ts';
import { parseSource } from './source-file.ts';

const cases = [
  { name: 'a service imports another', path: 'services/core/src/a.ts', text: "import { x } from '@clusterwright/infra-docker';", rule: 'package-direction' },
  { name: 'a package imports upwards', path: 'packages/api/src/a.ts', text: "import type { x } from '@clusterwright/kube-client';", rule: 'package-direction' },
  { name: 'product code imports test-env', path: 'services/core/src/a.ts', text: "import { fakeClient } from '@clusterwright/test-env';", rule: 'package-direction' },
  { name: 'a relative path leaves the package', path: 'services/core/src/a.ts', text: "import { x } from '../../infra-docker/src/b.ts';", rule: 'own-folder' },
  { name: 'core imports provider types', path: 'services/core/src/a.ts', text: "import type { KubeadmConfig } from '@clusterwright/api/bootstrap/v1beta2';", rule: 'core-names-no-provider' },
  { name: 'core names a provider kind', path: 'services/core/src/a.ts', text: 'export interface DockerMachineView {}', rule: 'core-names-no-provider' },
  { name: 'a plan imports a built-in', path: 'services/core/src/controllers/machine/phases/a.plan.ts', text: "import { readFileSync } from 'node:fs';", rule: 'purity' },
  { name: 'a status imports an act', path: 'services/core/src/controllers/machine/machine.status.ts', text: "import { act } from './phases/a.act.ts';", rule: 'purity' },
  { name: 'product code imports a fake', path: 'services/core/src/a.ts', text: "import { f } from './engine.fake.ts';", rule: 'test-doubles' },
  { name: 'a controller opens sockets', path: 'services/core/src/controllers/a.ts', text: "import { connect } from 'node:net';", rule: 'edges' },
  { name: 'a drawer', path: 'services/core/src/utils.ts', text: '', rule: 'names' },
  { name: 'an unknown role', path: 'services/core/src/a.manager.ts', text: '', rule: 'names' },
  { name: 'a long file', path: 'services/core/src/a.ts', text: 'x;\n'.repeat(401), rule: 'size' },
  { name: 'the wall clock', path: 'services/core/src/a.ts', text: 'const at = Date.now();', rule: 'clock' },
  { name: 'a focused test', path: 'services/core/src/a.test.ts', text: "test.only('x', () => {});", rule: 'honest-tests' },
] as const;

test.each(cases)('refused: $name', ({ path, text, rule }) => {
  expect(checkFile(parseSource(path, text)).map((violation) => violation.rule)).toContain(rule);
});

const fine = [
  { name: 'types of a client in a plan', path: 'services/core/src/a.plan.ts', text: "import type { KubeClient } from '@clusterwright/kube-client';" },
  { name: 'test-env in a test', path: 'services/core/src/a.test.ts', text: "import { fakeClient } from '@clusterwright/test-env';" },
  { name: 'sockets in an adapter', path: 'services/infra-docker/src/adapters/a.ts', text: "import { connect } from 'node:net';" },
  { name: 'a provider named in a comment', path: 'services/core/src/a.ts', text: '// e.g. DockerMachine\n' },
  { name: 'a schema role', path: 'packages/api/src/core/v1beta2/machine/machine.schema.ts', text: "import { object } from '../../../schema/schema.ts';" },
] as const;

test.each(fine)('fine: $name', ({ path, text }) => {
  expect(checkFile(parseSource(path, text))).toEqual([]);
});

test('a circle of imports is found once, type imports are not followed', () => {
  const files = [parseSource('packages/api/src/a.ts', "import { b } from './b.ts';"), parseSource('packages/api/src/b.ts', "import { a } from './a.ts';"), parseSource('packages/api/src/c.ts', "import type { a } from './a.ts';")];
  expect(findCycles(files)).toEqual([{ rule: 'cycles', path: 'packages/api/src/a.ts', message: 'imports itself: a.ts → b.ts → a.ts' }]);
});
