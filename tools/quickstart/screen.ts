import { stripVTControlCharacters } from 'node:util';
import { renderRows } from './tree.ts';
import type { Row } from './tree.ts';

/** Where progress is shown: a tree that is redrawn on a terminal, or only what changed, line by line, elsewhere. */
export interface Screen {
  /** A line that stays. */
  line(text: string): void;
  /** The tree as it is now, and lines below it; on a terminal they replace the last ones. */
  tree(rows: readonly Row[], footer?: readonly string[]): void;
}

export function createScreen(output: NodeJS.WriteStream): Screen {
  return output.isTTY ? terminalScreen(output) : plainScreen(output);
}

function terminalScreen(output: NodeJS.WriteStream): Screen {
  let shown: readonly string[] = [];
  const erase = (): string => (shown.length > 0 ? `\u001B[${String(shown.length)}A\u001B[0J` : '');
  return {
    line(text) {
      output.write(`${erase()}${text}\n${shown.map((line) => `${line}\n`).join('')}`);
    },
    tree(rows, footer = []) {
      const next = ['', ...renderRows(rows, output.columns), ...footer].slice(0, Math.max(1, output.rows - 1));
      if (next.join('\n') === shown.join('\n')) return;
      output.write(`${erase()}${next.map((line) => `${line}\n`).join('')}`);
      shown = next;
    },
  };
}

/** One line for each change of an object; ages are no news. */
function plainScreen(output: NodeJS.WriteStream): Screen {
  const last = new Map<string, string>();
  return {
    line: (text) => void output.write(`${stripVTControlCharacters(text)}\n`),
    tree(rows) {
      for (const { name, state, detail, age } of rows) {
        const text = [name, state, detail].filter(Boolean).join('  ');
        if (last.get(name) === text) continue;
        last.set(name, text);
        output.write(`  ${age.padStart(6)}  ${text}\n`);
      }
      const present = new Set(rows.map(({ name }) => name));
      for (const name of [...last.keys()].filter((known) => !present.has(known))) {
        last.delete(name);
        output.write(`          ${name}  gone\n`);
      }
    },
  };
}
