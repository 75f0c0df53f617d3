import { capture, captureNames, captureText, decoded, workerDocument } from './captures';
import { print, type Printable } from '../support/uwsgi-printer';

interface Expected {
  readonly file: string;
  readonly pid: number;
  readonly cwd: string;
  readonly workerPids: readonly number[];
  readonly repairs: number;
}

const invalid: readonly Expected[] = [
  { file: 'cache-name', pid: 21160, cwd: '/srv/odd', workerPids: [21161], repairs: 2 },
  { file: 'chdir-app', pid: 21146, cwd: '/srv/odd/q"uo"te', workerPids: [21147], repairs: 1 },
  { file: 'ctl', pid: 20948, cwd: '/srv/lab', workerPids: [20952, 20953], repairs: 28 },
  { file: 'cwd-backslash', pid: 21130, cwd: '/srv/odd/back\\slash', workerPids: [21131], repairs: 1 },
  { file: 'cwd-latin1', pid: 21126, cwd: '/srv/odd/lat\ufffd1', workerPids: [21127], repairs: 1 },
  { file: 'cwd-newline', pid: 21118, cwd: '/srv/odd/new\nline', workerPids: [21119], repairs: 1 },
  { file: 'cwd-quote', pid: 21113, cwd: '/srv/odd/q"uo"te', workerPids: [21115], repairs: 1 },
  { file: 'daemon-quote', pid: 21150, cwd: '/srv/odd', workerPids: [21151], repairs: 2 },
  { file: 'esc', pid: 20948, cwd: '/srv/lab', workerPids: [20952, 20953], repairs: 4 },
  { file: 'esc-url', pid: 20948, cwd: '/srv/lab', workerPids: [20952, 20953], repairs: 4 },
  { file: 'high', pid: 20948, cwd: '/srv/lab', workerPids: [20952, 20953], repairs: 5 },
  { file: 'high-url', pid: 20948, cwd: '/srv/lab', workerPids: [20952, 20953], repairs: 4 },
  { file: 'mountpoint-quote', pid: 21142, cwd: '/srv/odd', workerPids: [21143], repairs: 1 },
  { file: 'pct-path-esc', pid: 21286, cwd: '/srv/lab', workerPids: [21288, 21289], repairs: 3 },
  { file: 'sock-name', pid: 21172, cwd: '/srv/odd', workerPids: [21173], repairs: 1 },
  { file: 'spool-dir', pid: 21166, cwd: '/srv/odd', workerPids: [21168], repairs: 2 },
];

describe('what a real uWSGI printed and JSON does not allow', () => {
  test.each(invalid)('$file: every worker is read', ({ file, pid, cwd, workerPids, repairs }) => {
    const bytes = capture(`invalid-${file}.json`);
    const document = workerDocument(bytes);
    expect(document.workers.map((worker) => worker.pid)).toEqual(workerPids);
    expect(document).toMatchObject({ pid, cwd });
    expect(decoded(bytes).repairs).toBe(repairs);
  });

  test('none of the files is left out of the table', () => {
    const files = captureNames.filter((name) => name.startsWith('invalid-'));
    expect(files).toHaveLength(invalid.length + 1); // and the router's
  });

  test.each([
    ['cache-name', (at: Document) => [at.caches?.[0]?.name, at.locks?.at(-1)], ['q"c', { 'cache_q"c': 0 }]],
    ['mountpoint-quote', (at: Document) => at.workers[0]?.apps?.[0]?.mountpoint, '/a"b'],
    ['sock-name', (at: Document) => at.sockets?.[1], { name: '/srv/odd/s"k.sock', proto: 'uwsgi' }],
    ['spool-dir', (at: Document) => [at.spoolers?.[0]?.dir], ['/srv/odd/q"uo"te']],
    ['daemon-quote', (at: Document) => at.daemons?.[0]?.cmd, 'sh -c "sleep 99 # \\\\ \u001b]0;x\u0007"'],
  ])('%s: the odd name is read as it is', (file, read, name) => {
    const found = read(workerDocument(capture(`invalid-${file}.json`)));
    if (typeof name === 'string') expect(found).toBe(name);
    else expect(found).toMatchObject(name);
  });

  test("the comma too many in a router's addresses", () => {
    const { snapshot, repairs } = decoded(capture('invalid-http-router.json'));
    expect(repairs).toBe(1);
    expect(snapshot).toMatchObject({
      kind: 'router',
      document: { pid: 19909, http: ['127.0.0.1:44575', '127.0.0.1:35273'], subscriptions: [{ hits: 6 }] },
    });
  });

  test('the bytes of a control character reach the reader as they are', () => {
    const document = workerDocument(capture('invalid-pct-path-esc.json'));
    expect(document.workers[0]?.cores?.[0]?.vars).toContain('PATH_INFO=/x\u001b]0;pwned\u0007\u001b[2J');
  });
});

describe('what a real uWSGI printed and JSON allows', () => {
  const valid = captureNames.filter((name) => !name.startsWith('invalid-') && !name.includes('series'));

  test.each(valid)('%s needs no repair and loses nothing', (name) => {
    const { snapshot, repairs } = decoded(capture(name));
    const parsed = JSON.parse(captureText(name)) as Record<string, unknown[]>;
    expect(repairs).toBe(0);
    if (snapshot.kind === 'worker') expect(snapshot.document.workers).toEqual(parsed['workers']);
    if (snapshot.kind === 'emperor')
      expect(snapshot.document.vassals).toHaveLength(parsed['vassals']?.length ?? -1);
    expect(snapshot.document).toMatchObject({ pid: parsed['pid'], cwd: parsed['cwd'] });
  });

  test('a legion is read with its members', () => {
    const [legion, ...others] = workerDocument(capture('legion.json')).legions ?? [];
    expect(others).toEqual([]);
    expect(legion).toMatchObject({ legion: 'web', quorum: 2, lord_valor: 98, nodes: ['127.0.0.1:18413'] });
    expect(legion?.members).toEqual([
      {
        name: 'vm',
        uuid: '12baff7f-0871-4f7a-ad60-263e5e06e364',
        valor: 50,
        checksum: 5201,
        last_seen: 1795267360,
      },
    ]);
    expect(workerDocument(capture('kitchen.t0.json')).legions).toBeUndefined();
  });

  test('the kinds are told apart', () => {
    const kindOf = (name: string) => decoded(capture(name)).snapshot.kind;
    expect(kindOf('plain.t0.json')).toBe('worker');
    expect(kindOf('plain-2.1.json')).toBe('worker');
    expect(kindOf('stats-no-cores.json')).toBe('worker');
    expect(kindOf('emperor.t1.json')).toBe('emperor');
    expect(kindOf('fastrouter.json')).toBe('router');
    expect(kindOf('http-router.json')).toBe('router');
  });
});

describe('the printer of the tests', () => {
  const escapedKeys = new Set(['cmd', 'command', 'vars']);
  const printable = (value: unknown, key: string): Printable => {
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return escapedKeys.has(key) ? { escaped: value } : value;
    if (Array.isArray(value)) return value.map((item) => printable(item, key));
    return printableObject(value as object);
  };
  const printableObject = (value: object) =>
    new Map(Object.entries(value).map(([key, inner]) => [key, printable(inner, key)] as const));

  test.each([
    'kitchen.t0.json',
    'stats-minified.json',
    'emperor.t1.json',
    'fastrouter.json',
    'hostile-quotes.json',
  ])('prints %s byte for byte as uWSGI did', (name) => {
    const original = captureText(name);
    const again = print(printableObject(JSON.parse(original) as object), {
      minified: !original.includes('\n'),
    });
    expect(new TextDecoder().decode(again)).toBe(original);
  });
});

type Document = ReturnType<typeof workerDocument>;
