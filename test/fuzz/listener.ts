/** A terminal that nobody sits at: frames are painted as the program paints them, and what it writes is read. */
import { PassThrough } from 'node:stream';
import { type BlessedScreen, screen } from 'blessed';
import type { Frame } from '../../src/ui/frame';
import { Terminal } from '../../src/ui/terminal';
import { type Paint, sizes } from './screens';

export class Listener {
  readonly #terminal: Terminal;
  readonly #output: PassThrough;

  /** As large as the largest frame. */
  constructor() {
    const columns = Math.max(...sizes.map((size) => size.columns));
    const rows = Math.max(...sizes.map((size) => size.rows));
    this.#output = Object.assign(new PassThrough(), { columns, rows, isTTY: true });
    const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
    this.#terminal = withStreams(input, this.#output, () => new Terminal({ theme: 'default', ascii: false }));
    this.#output.read();
  }

  /** The code of the charts is loaded when the first of them is wanted. */
  async load(): Promise<void> {
    const place = { left: 0, top: 0, width: 2, height: 1 };
    this.paint({ ...frameOf(''), charts: [{ place, tone: 'plain', values: [0], most: 1 }] });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    if (!this.#hear(frameOf('audible')).includes('audible')) throw new Error('what is painted is not heard');
  }

  readonly paint: Paint = (frame) => writtenProblems(this.#hear(frame));

  #hear(frame: Frame): string {
    this.#terminal.paint(frame);
    // blessed keeps what it writes until the next turn of the event loop, and cases follow each other without one.
    screens.global.program.flush();
    const written = this.#output.read() as Buffer | null;
    return written?.toString('utf8') ?? '';
  }

  stop(): void {
    this.#terminal.restore();
  }
}

/** Where blessed keeps the one that is in use. */
const screens = screen as unknown as { readonly global: BlessedScreen };

const frameOf = (text: string): Frame => ({
  lines: [[{ text }]],
  charts: [],
  page: { rows: 1, textLines: 0 },
});

/** The terminal of the program is that of its process. */
function withStreams<Made>(input: object, output: object, make: () => Made): Made {
  const own = { stdin: process.stdin, stdout: process.stdout };
  const put = (streams: object) => {
    for (const [name, value] of Object.entries(streams))
      Object.defineProperty(process, name, { value, configurable: true });
  };
  put({ stdin: input, stdout: output });
  try {
    return make();
  } finally {
    put(own);
  }
}

/** What moves the cursor and what colours, as `changes` and the charts write it. */
const own = /\x1b(?:\[[\d;]*[HCmK]|[78]|\(B|\[\?25[lh])/g;
const foreign =
  /[^ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u203e\u20ac\u2190-\u2199\u2500-\u25fc\u25ff\u2800-\u28ff]/u;

function writtenProblems(written: string): string[] {
  const text = written.replace(own, '');
  const found = foreign.exec(text);
  if (found === null) return [];
  return [
    `the terminal would get U+${found[0].codePointAt(0)?.toString(16) ?? ''} in ${JSON.stringify(text.slice(Math.max(0, found.index - 30), found.index + 20))}`,
  ];
}
