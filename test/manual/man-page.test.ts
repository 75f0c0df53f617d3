import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { all } from '../../src/manual/command-table';
import { manPage } from '../../src/manual/man-page';
import { notesOf } from '../../src/manual/notes';
import { flowing } from '../../src/manual/roff';
import { keyBindings } from '../../src/ui/key-table';
import { describeWithProgram } from '../support/requirements';
import { table } from './table';

const page = manPage(table(), keyBindings, '2020-12-31');

/** What a reader of roff makes of the marks in it. */
const plain = page
  .replaceAll(/\\f[BIR]/g, '')
  .replaceAll('\\-', '-')
  .replaceAll('\\(aq', "'")
  .replaceAll('\\(ha', '^')
  .replaceAll('\\(ti', '~')
  .replaceAll(/\\\[u([0-9A-F]{4})\]/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  .replaceAll(/\s+/g, ' ');

test('has the sections of a man page, in their order', () => {
  expect(page.match(/^\.SH .*/gm)?.map((heading) => heading.slice(4))).toEqual([
    'NAME',
    'SYNOPSIS',
    'DESCRIPTION',
    'COMMANDS',
    'OPTIONS',
    'OPTIONS OF THE COMMANDS',
    'ADDRESSES AND NOTES',
    'KEYS',
    'FILES',
    'ENVIRONMENT',
    'EXIT STATUS',
    'EXAMPLES',
    'SEE ALSO',
  ]);
});

test('tells of every command, option and key', () => {
  for (const { name, description, options } of all(table())) {
    expect(plain).toContain(name);
    expect(plain).toContain(description);
    for (const { names, help } of options) {
      expect(plain).toContain(names.at(-1));
      expect(plain).toContain(help);
    }
  }
  for (const { shown, help } of keyBindings) expect(plain).toContain(`.TP ${shown} ${help}`);
});

test('is ASCII, so that it looks the same in any locale', () => {
  expect(page).toMatch(/^[\n -~]*$/);
});

test('no text is taken for a request', () => {
  expect(flowing('.TH a\\b -x')).toBe('\\&.TH a\\eb \\-x');
  expect(flowing("'quoted'")).toBe('\\(aqquoted\\(aq');
});

test('notes are taken apart: examples, remarks, and exit codes for a section of their own', () => {
  expect(notesOf('\nExamples\n  uwtop\n\nOne thing.\nAnother. Exit code: 0 fine.')).toEqual({
    examples: ['  uwtop'],
    remarks: ['One thing.\nAnother.'],
  });
});

describeWithProgram('mandoc')('mandoc', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'uwtop-man-'));
    writeFileSync(join(folder, 'uwtop.1'), page);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const mandoc = (...words: readonly string[]) =>
    execFileSync('mandoc', [...words, join(folder, 'uwtop.1')], { encoding: 'utf8' });

  test('finds nothing to say of it', () => {
    expect(mandoc('-T', 'lint')).toBe('');
  });

  test('renders the options', () => {
    const text = mandoc('-T', 'ascii', '-O', 'width=80').replaceAll(/.\u0008/g, '');
    expect(text).toMatch(/^ +-i, --interval <seconds>\n +time between two polls/m);
    expect(text).toMatch(/^NAME\n +uwtop - terminal monitor for uWSGI$/m);
  });
});
