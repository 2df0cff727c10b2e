import { request } from 'node:http';

/** Integration tests that need a container engine are named so. */
const pattern = '-on-docker\\.itest\\.ts$';

/**
 * What to leave out: nothing where an engine answers. Where none does, the tests that need one, and a line says so; with REQUIRE_DOCKER=1 that is an error.
 *
 * @returns {Promise<string[]>}
 */
export async function withoutContainerEngine() {
  const failure = await ping();
  if (failure === undefined) return [];
  if (process.env.REQUIRE_DOCKER) throw new Error(`REQUIRE_DOCKER is set and no container engine answers: ${failure}`);
  console.error(`No container engine answers (${failure}): tests named *-on-docker.itest.ts are left out. Start one, or set DOCKER_HOST.`);
  return [pattern];
}

/** Undefined is success. */
function ping() {
  const host = process.env.CAPD_DOCKER_HOST || process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  // Whoever uses TLS has an engine, and the tests will tell more about it.
  if (!host.startsWith('unix://')) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    request({ socketPath: host.slice('unix://'.length), path: '/_ping', timeout: 10_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200 ? undefined : `status ${answer.statusCode}`);
    })
      .on('timeout', () => resolve('it does not answer'))
      .on('error', (error) => resolve(error.message))
      .end();
  });
}
