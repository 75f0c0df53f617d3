/** The printer against what real servers printed: the same data must come out as the same bytes. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { printDocument, type JsonObject } from '../../src/demo/print';

const captures = path.join(__dirname, '../fixtures/captures');
const readCapture = (name: string): string => readFileSync(path.join(captures, name), 'utf8');

describe('the printer', () => {
  it.each([
    'plain.t1.json',
    'threads.t0.json',
    'kitchen.t0.json',
    'kitchen.t1.json',
    'gevent.t1.json',
    'hostile-quotes.json',
    'hostile-cron-quote.json',
    'emperor.t1.json',
    'fastrouter.json',
    'http-router.json',
    'plain-2.1.json',
  ])('repeats %s byte for byte', (name) => {
    const text = readCapture(name);
    expect(printDocument(JSON.parse(text) as JsonObject)).toBe(text);
  });

  it('prints minified as stats-minified does', () => {
    const text = readCapture('stats-minified.json');
    expect(printDocument(JSON.parse(text) as JsonObject, { minified: true })).toBe(text);
  });

  it('leaves out the cores as stats-no-cores does', () => {
    const withoutCores = printDocument(JSON.parse(readCapture('plain.t1.json')) as JsonObject, {
      noCores: true,
    });
    expect(withoutCores).not.toContain('"cores"');
    expect(Object.keys((JSON.parse(withoutCores) as { workers: object[] }).workers[0] ?? {})).toContain(
      'avg_rt',
    );
  });

  it('escapes in vars what uWSGI escapes and nothing else', () => {
    const printed = printDocument(
      { cwd: 'a"b', vars: ['A=\t\n\r"\\', 'B=\u001b\u0007'] },
      { minified: true },
    );
    expect(printed).toBe('{"cwd":"a"b","vars":["A=\\t\\n\\r\\"\\\\","B=\u001b\u0007"]}');
  });
});
