/** The completion for bash, asked as bash asks: by its function, in a bash of its own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bashCompletion } from '../../src/manual/bash';
import { all } from '../../src/manual/command-table';
import { table } from './table';

const commands = table();
const script = bashCompletion(commands);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-completion-'));
  mkdirSync(join(folder, 'run'));
  for (const name of ['prod.yaml', 'run/shop.sock', 'two words.yaml']) writeFileSync(join(folder, name), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Splits the line where readline does, and asks. */
const asking = `
set -u
ask() {
  local line=$1
  COMP_LINE=$line COMP_POINT=\${#line} COMPREPLY=()
  COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
  local last=\${line##*[[:space:]=:]}
  COMP_WORDS=(uwtop "$last") COMP_CWORD=1
  _uwtop uwtop "$last" uwtop
  printf '%s\\n' "\${COMPREPLY[@]}"
}
ask "$1"`;

function replies(line: string): string[] {
  const words = ['--norc', '-c', `${script}\n${asking}`, 'bash', line];
  return execFileSync('bash', words, { cwd: folder, encoding: 'utf8' })
    .split('\n')
    .slice(0, -1)
    .filter(Boolean);
}

test.each([
  ['uwtop on', ['once']],
  ['uwtop --th', ['--theme']],
  ['uwtop --theme ', ['default', 'light', 'mono', 'high-contrast', 'colour-blind']],
  ['uwtop --theme=li', ['light']],
  ['uwtop --bell c', ['critical']],
  ['uwtop --screen ev', ['events']],
  ['uwtop once --sort -rs', ['-rss']],
  ['uwtop once --columns pid,rs', ['pid,rss']],
  ['uwtop once --columns=pid,rs', ['pid,rss']],
  ['uwtop check -w queue-', ['queue-fill=']],
  ['uwtop check -w busy=3,queue-', ['3,queue-fill=']],
  ['uwtop check --rules harakiri,cra', ['harakiri,crash']],
  ['uwtop -i 2 once --nd', ['--ndjson']],
  ['uwtop once --nd', ['--ndjson']],
  ['uwtop --nd', []],
  ['uwtop -i o', []],
  ['uwtop :1717 on', []],
  ['uwtop once --targets pr', ['prod.yaml']],
  ['uwtop --config two', ['two words.yaml']],
  ['uwtop run/', ['run/shop.sock']],
  ['uwtop once shop=run/', ['run/shop.sock']],
  ['uwtop once unix:run/', ['run/shop.sock']],
  ['uwtop once shop=file:pr', ['prod.yaml']],
  ['uwtop once ht', ['http://', 'https://']],
  ['uwtop once http:', ['//']],
  ['uwtop doctor --ignore L01,harakiri-miss', ['L01,harakiri-missing']],
  ['uwtop doctor --format s', ['sarif']],
  ['uwtop doctor --init dj', ['django']],
  ['uwtop completion ', ['bash', 'zsh', 'fish']],
  ['uwtop demo sh', ['shop']],
])('%s', (line, expected) => {
  expect(replies(line)).toEqual(expected);
});

test('after nothing come the commands and what may be addresses', () => {
  expect(replies('uwtop ')).toEqual(
    expect.arrayContaining([...commands.commands.map(({ name }) => name), 'prod.yaml', 'run']),
  );
});

test('every option of every command is completed, and no other', () => {
  for (const { name, options } of all(commands)) {
    const line = name === 'uwtop' ? 'uwtop -' : `uwtop ${name} -`;
    expect(replies(line)).toEqual(options.flatMap(({ names }) => names));
  }
});
