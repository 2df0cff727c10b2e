/** Where progress is shown: a block of lines that is redrawn on a terminal, or only what changed, line by line, elsewhere. */
export interface Screen {
  /** A line that stays. */
  line(text: string): void;
  /** The block below it; replaces the last one. */
  block(lines: readonly string[]): void;
  readonly columns: number;
}

export function createScreen(output: NodeJS.WriteStream): Screen {
  return output.isTTY ? terminalScreen(output) : plainScreen(output);
}

function terminalScreen(output: NodeJS.WriteStream): Screen {
  let shown: readonly string[] = [];
  const erase = (): string => (shown.length > 0 ? `\u001B[${String(shown.length)}A\u001B[0J` : '');
  const room = (): number => Math.max(1, output.rows - 1);
  return {
    get columns() {
      return output.columns;
    },
    line(text) {
      output.write(`${erase()}${text}\n${shown.map((line) => `${line}\n`).join('')}`);
    },
    block(lines) {
      const next = lines.slice(0, room());
      if (next.join('\n') === shown.join('\n')) return;
      output.write(`${erase()}${next.map((line) => `${line}\n`).join('')}`);
      shown = next;
    },
  };
}

/** Ages move with every second and are no news. */
const withoutAge = (line: string): string => line.replace(/\s+\d+(s|m\d\ds|h\d\dm)\s+/, ' ');

function plainScreen(output: NodeJS.WriteStream): Screen {
  const seen = new Set<string>();
  return {
    columns: 200,
    line: (text) => void output.write(`${text}\n`),
    block(lines) {
      const news = lines.filter((line) => !seen.has(withoutAge(line)));
      for (const line of news) {
        seen.add(withoutAge(line));
        output.write(`${line}\n`);
      }
    },
  };
}
