import { stripVTControlCharacters } from 'node:util';
import { withoutSecrets } from '../bootstrap-data/one-line.ts';
import type { Container, ContainerEngine } from '../ports/container-engine.ts';

/** The end of what a container printed; terminals wrap it in blank lines. */
const outputLines = 20;
const maxShownLines = 5;
const maxLineLength = 200;

/** What people are told of a container that ended by itself: how, and the last lines that it printed. Errors: `ContainerEngineError`. */
export async function describeEnding(engine: Pick<ContainerEngine, 'logs'>, container: Container, when: string, signal: AbortSignal): Promise<string> {
  return endedMessage(container, when, withoutSecrets(stripVTControlCharacters(await engine.logs(container.name, outputLines, signal))));
}

function endedMessage({ name, exitCode }: Container, when: string, output: string): string {
  const lines = output.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).slice(-maxShownLines);
  return [`Container ${name} ended with exit code ${String(exitCode ?? 'unknown')} ${when}`, ...lines.map((line) => `  * ${line.slice(0, maxLineLength)}`)].join('\n');
}

/** How long it ran; undefined where the engine does not say. Pure. */
export function ranForMs({ startedAt, endedAt }: Container): number | undefined {
  return startedAt && endedAt && endedAt.getTime() - startedAt.getTime();
}
