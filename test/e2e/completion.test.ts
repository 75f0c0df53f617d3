/** The completions as zsh and fish use them, and what the package holds of them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runProgram } from '../support/program';
import { describeWithProgram } from '../support/requirements';
import { mainPath } from '../support/uwtop';

jest.setTimeout(60_000);

let folder = '';
const printed = async (...words: readonly string[]) => (await runProgram(words)).stdout.toString();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uwtop-completion-'));
  writeFileSync(join(folder, '_uwtop'), await printed('completion', 'zsh'));
  writeFileSync(join(folder, 'uwtop.fish'), await printed('completion', 'fish'));
  writeFileSync(join(folder, 'prod.yaml'), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the package has them, and the man page, as the program prints them', async () => {
  const packed = (name: string) => readFileSync(join(dirname(mainPath()), name), 'utf8');
  expect(packed('uwtop.bash')).toBe(await printed('completion', 'bash'));
  expect(packed('_uwtop')).toBe(await printed('completion', 'zsh'));
  expect(packed('uwtop.fish')).toBe(await printed('completion', 'fish'));
  // Its day is that of the build.
  const undated = (page: string) => page.replace(/"\d{4}-\d\d-\d\d"/, '');
  expect(undated(packed('uwtop.1'))).toBe(undated(await printed('man')));
});

test('a shell that is not known is a mistake', async () => {
  const { exitCode, stderr } = await runProgram(['completion', 'tcsh']);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/bash, zsh, fish/);
});

describeWithProgram('fish')('fish', () => {
  test.each([
    ['uwtop on', ['once']],
    ['uwtop --them', ['--theme']],
    ['uwtop --theme li', ['light']],
    ['uwtop --theme=li', ['--theme=light']],
    ['uwtop once --theme=li', []],
    ['uwtop once --columns pid,rs', ['pid,rss']],
    ['uwtop check -w queue-', ['queue-fill=']],
    ['uwtop check --rules harakiri,cra', ['harakiri,crash']],
    ['uwtop once --targets pr', ['prod.yaml']],
    ['uwtop shop=file:pr', ['shop=file:prod.yaml']],
    ['uwtop completion zs', ['zsh']],
    ['uwtop :1717 on', []],
  ])('%s', (line, expected) => {
    const commands = `source uwtop.fish; complete -C '${line}'`;
    const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder };
    const text = execFileSync('fish', ['-c', commands], { cwd: folder, encoding: 'utf8', env });
    expect(text.split('\n').flatMap((reply) => (reply === '' ? [] : [reply.split('\t')[0]]))).toEqual(
      expected,
    );
  });
});

/** A zsh with somebody at its keyboard: it prints the line that a tab makes of what was typed. */
const typing = (line: string) => `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'PS1=; unsetopt zle_bracketed_paste; fpath=($PWD $fpath); autoload -U compinit; compinit -u -d $PWD/dump; bindkey "^X" accept-line; preexec() { print -r -- "<<$1>>"; }; echo re""ady'
zpty -r -m shell out '*ready*'
zpty -w -n shell '${line}'$'\\t\\n'
zpty -r -m shell out '*<<*>>*'
print -r -- "\${\${out##*<<}%%>>*}"
`;

describeWithProgram('zsh')('zsh', () => {
  test.each([
    ['uwtop on', 'uwtop once '],
    ['uwtop --them', 'uwtop --theme'],
    ['uwtop --theme li', 'uwtop --theme light '],
    ['uwtop --theme=li', 'uwtop --theme=light '],
    ['uwtop once --theme=li', 'uwtop once --theme=li'],
    ['uwtop :1717 --theme=li', 'uwtop :1717 --theme=light '],
    ['uwtop -i 2 check --crit', 'uwtop -i 2 check --critical'],
    ['uwtop check -w queue-', 'uwtop check -w queue-fill='],
    ['uwtop once --targets pr', 'uwtop once --targets prod.yaml '],
    ['uwtop shop=file:pr', 'uwtop shop=file:prod.yaml '],
    ['uwtop completion fi', 'uwtop completion fish '],
    ['uwtop demo sh', 'uwtop demo shop '],
  ])('%s', (line, expected) => {
    const env = { ...process.env, HOME: folder, TERM: 'dumb' };
    const text = execFileSync('zsh', ['-f', '-c', typing(line)], {
      cwd: folder,
      encoding: 'utf8',
      env,
      timeout: 20_000,
    });
    expect(text.replace('\n', '').trimEnd()).toBe(expected.trimEnd());
  });
});
