import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateReader } from './bootstrap-script.ts';

const started = readFileSync('/proc/self/stat', 'utf8').split(' ')[21] ?? '';
const running = `${String(process.pid)} ${started}\n`;

const cases = [
  { name: 'nothing there', why: 'it was never started', files: {}, want: 'absent 0' },
  { name: 'its supervisor lives', why: 'known by when it started', files: { supervisor: running }, want: 'running 0' },
  { name: 'another process has its number', why: 'numbers are given out again', files: { supervisor: `${String(process.pid)} 1\n` }, want: 'interrupted 0' },
  { name: 'its supervisor could not be noted', why: 'a full disk must not look like a bootstrap that runs for ever', files: { supervisor: '' }, want: 'interrupted 0' },
  { name: 'a result', why: 'it outlives the supervisor', files: { supervisor: running, result: 'failed 3\n' }, want: 'failed 3' },
];
test.each(cases)('the shell says of a bootstrap with $name: $want ($why)', ({ files, want }) => {
  const folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const output = execFileSync('/bin/sh', ['-c', stateReader, 'bootstrap', folder, '100'], { encoding: 'utf8' });
  expect(output.split('\n')[0]).toBe(want);
});
