import { repairStructure } from '../../src/stats/repair';
import {
  byteString,
  emperorDocument,
  masterDocument,
  print,
  type PrintedMaster,
  type PrintedWorker,
} from '../support/uwsgi-printer';
import { captureText, decoded, workerDocument } from './captures';

const worker = (over: Partial<PrintedWorker> = {}): PrintedWorker => ({
  ...{ id: 1, pid: 41, requests: 5, mountpoint: '', chdir: '', vars: [] },
  ...over,
});

const master = (over: Partial<PrintedMaster>): PrintedMaster => ({
  ...{ pid: 40, cwd: '/srv', daemons: [], locks: [], caches: [], metrics: [], sockets: ['127.0.0.1:80'] },
  ...{ workers: [worker(), worker({ id: 2, pid: 42 })], spoolers: [], crons: [] },
  ...over,
});

const layouts = [{ minified: false }, { minified: true }];
const printed = (over: Partial<PrintedMaster>, minified: boolean) =>
  print(masterDocument(master(over)), { minified });

describe.each(layouts)(
  'names that look like a piece of the document, minified: $minified',
  ({ minified }) => {
    test.each([
      ['further values', 'q","pid":7,"x":"y'],
      ['a list of locks', 'q","locks":[{"user 1":0}],"x":"'],
      ['the first lock', 'q","locks":[{"user 0":0}'],
      ['the end of the document', 'q"}'],
      ['a whole document', 'q","locks":[{"user 0":0}],"sockets":[],"workers":[]}'],
      ['daemons', 'q","daemons":[{"cmd":"x'],
      ['an emperor', 'q","emperor":["x'],
      ['backslashes at the end', 'q\\'],
      ['everything at once', 'a"b\\c\nd\te{"pid":1}\u001b[2J]'],
    ])('a directory with %s', (_, cwd) => {
      const document = workerDocument(printed({ cwd }, minified));
      expect(document).toMatchObject({ pid: 40, cwd });
      expect(document.workers.map(({ pid }) => pid)).toEqual([41, 42]);
    });

    test.each([
      ['mountpoint', 'm","startup_time":1,"requests":2'],
      ['mountpoint', 'm","startup_time":1,"requests":2,"exceptions":0,"chdir":7'],
      ['mountpoint', 'm"\\\n'],
      ['chdir', 'd"},{"id":1,"modifier1":0'],
      ['chdir', 'd"}],"cores":7'],
      ['chdir', 'd"}]}]}'],
    ] as const)('a %s of %j', (field, text) => {
      const workers = [worker({ [field]: text }), worker({ id: 2, pid: 42, [field]: text })];
      const document = workerDocument(printed({ workers }, minified));
      expect(document.workers.map(({ pid }) => pid)).toEqual([41, 42]);
      expect(document.workers.map(({ apps }) => apps?.[0]?.[field])).toEqual([text, text]);
    });

    test('sockets, caches, spoolers and their locks', () => {
      const [socket, cache, spooler] = [
        's","proto":"x","queue":0',
        'c","hash":"h","hashsize":1',
        'd","pid":3,"tasks":1}',
      ];
      const locks = [`cache_${cache}`, `spooler on ${spooler}`, 'odd":0', '":'];
      const over = { sockets: [socket, 'fine'], caches: [cache, 'fine'], spoolers: [spooler, 'fine'], locks };
      const document = workerDocument(printed(over, minified));
      expect(document.sockets?.map(({ name }) => name)).toEqual([socket, 'fine']);
      expect(document.caches?.map(({ name }) => name)).toEqual([cache, 'fine']);
      expect(document.spoolers?.map(({ dir }) => dir)).toEqual([spooler, 'fine']);
      expect(document.locks?.flatMap((lock) => Object.keys(lock))).toEqual(['user 0', 'signal', ...locks]);
    });

    test('vassals, with the attributes that no version prints as JSON', () => {
      const id = 'a"b.ini","pid":1,"born":2';
      const vassal = {
        id,
        pid: 7,
        onDemand: 'x"y',
        monitor: 'm","attrs',
        attributes: [['k', 'v"w']] as const,
      };
      const others = [
        { ...vassal, id: 'plain.ini', pid: 8, attributes: [] },
        { ...vassal, pid: 9, attributes: [...vassal.attributes, ['l', 'x']] as const },
      ];
      const emperor = {
        cwd: '/etc',
        emperor: ['/etc/v"x', 'pg://y'],
        vassals: [vassal, ...others],
        blacklist: [id],
      };
      const { snapshot } = decoded(print(emperorDocument(emperor), { minified }));
      expect(snapshot).toMatchObject({
        kind: 'emperor',
        document: {
          emperor: ['/etc/v"x', 'pg://y'],
          vassals: [
            { id, pid: 7, on_demand: 'x"y', monitor: 'm","attrs' },
            { id: 'plain.ini', pid: 8 },
            { id, pid: 9, monitor: 'm","attrs' },
          ],
          blacklist: [{ id, attempt: 3 }],
        },
      });
    });

    test('nothing that a request or a command says can fool or change the repair', () => {
      const said = [
        'X="pid":1,\\"},{"id":9,"pid":9',
        '","proto":"x","queue":0,"max_queue":0,"shared":0,"can_offload":0}',
        '","locks":[{"user 0":0}],"sockets":[],"workers":[]}',
        '\\","startup_time":0,"requests":0,"exceptions":0,"chdir":"',
        '\t\n\r\\\\"\\',
        ',"',
        '",',
      ];
      const over = {
        cwd: 'q"uote',
        daemons: said,
        crons: said,
        workers: [worker({ vars: said }), worker({ pid: 42 })],
      };
      const { snapshot, repairs } = decoded(printed(over, minified));
      expect(repairs).toBe(1);
      expect(snapshot).toMatchObject({
        document: { cwd: 'q"uote', workers: [{ pid: 41, cores: [{ vars: [...said, ''] }] }, { pid: 42 }] },
      });
      expect(snapshot).toMatchObject({ document: { daemons: said.map((cmd) => ({ cmd })) } });
      expect(snapshot).toMatchObject({ document: { crons: said.map((command) => ({ command })) } });
      expect(decoded(printed({ ...over, cwd: '/srv' }, minified)).repairs).toBe(0);
    });

    test('a missing first brace', () => {
      const whole = printed({ cwd: byteString('é"\n') }, minified);
      for (const start of minified ? [1] : [1, 2, 3]) {
        const { snapshot, repairs } = decoded(whole.subarray(start));
        expect(repairs).toBe(2);
        expect(snapshot).toMatchObject({
          document: { pid: 40, cwd: 'é"\n', workers: [{ pid: 41 }, { pid: 42 }] },
        });
      }
    });
  },
);

describe('what is none of uWSGI', () => {
  test('a document written again, in another order and layout, is taken at its word', () => {
    const parsed = JSON.parse(captureText('kitchen.t0.json')) as Record<string, unknown>;
    const turned = Object.fromEntries(Object.entries({ ...parsed, cwd: 'C:\\new","pid":7' }).reverse());
    for (const indent of [0, 2, '\t']) {
      const { snapshot, repairs } = decoded(JSON.stringify(turned, undefined, indent));
      expect(repairs).toBe(0);
      expect(snapshot).toMatchObject({
        document: { pid: 19032, cwd: 'C:\\new","pid":7', workers: [{}, {}] },
      });
    }
  });

  test.each([
    '{"workers":[],,"pid":1,}',
    '{ "pid":1, "workers":[ ,] }',
    '{"x":{"y":[{"z":1,},]},"pid":1,"workers":[]}',
  ])('commas too many: %s', (text) =>
    expect(decoded(text).snapshot).toMatchObject({ document: { pid: 1, workers: [] } }),
  );

  test('keys that only a newer uWSGI prints do not stop the repair', () => {
    const newer = captureText('kitchen.t0.json')
      .replaceAll('"startup_time"', '"colour":"re"d",\n"more":{"a":[1,{"b":"x"}]},\n"startup_time"')
      .replaceAll('"proto":', '"family":4,\n"proto":')
      .replace('/srv/lab"', '/srv/l"ab",\n\t"since":17');
    const document = workerDocument(newer);
    expect(document).toMatchObject({
      pid: 19032,
      cwd: '/srv/l"ab',
      workers: [{ pid: 19035 }, { pid: 19036 }],
    });
    expect(document.sockets?.[0]).toMatchObject({ name: '127.0.0.1:41763', queue: 0 });
  });

  test('nesting without end stops the repair and nothing else', () => {
    expect(repairStructure(`{"a":${'['.repeat(1e6)}`)).toMatchObject({ ok: false });
    expect(repairStructure('{"a":'.repeat(1e5))).toMatchObject({ ok: false });
  });
});
