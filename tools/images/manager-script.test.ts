import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { managerScript } from './manager-script.ts';

test('/manager runs the service with the flags of the entry point, its own arguments and environment, and ends as the service ends', () => {
  const dir = mkdtempSync(join(tmpdir(), 'clusterwright-manager-'));
  const [manager, main] = [join(dir, 'manager'), join(dir, 'main.mjs')];
  writeFileSync(main, "console.log(JSON.stringify([process.execArgv, process.argv.slice(2), process.env.POD_IP, process.pid]));\nprocess.exitCode = 3;\n");
  writeFileSync(manager, managerScript({ node: process.execPath, main }));
  chmodSync(manager, 0o755);
  const { status, stdout, stderr, pid } = spawnSync(manager, ['--leader-elect', '--feature-gates=a b'], { env: { POD_IP: '10.0.0.1' }, encoding: 'utf8' });
  expect({ status, stderr, out: JSON.parse(stdout) as unknown }).toEqual({
    status: 3,
    stderr: '',
    // The same process: what the kubelet stops is the service.
    out: [['--optimize-for-size', '--no-maglev'], ['--leader-elect', '--feature-gates=a b'], '10.0.0.1', pid],
  });
});
