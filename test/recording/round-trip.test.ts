/** What was recorded says the same as what was observed, but for secrets. */
import * as fc from 'fast-check';
import { createSituation, defaultSettings, note, type Situation } from '../../src/alerts/situation';
import { maskText, maskValue } from '../../src/format/secrets';
import type { Observation } from '../../src/model/observation';
import { reportOf } from '../../src/output/report';
import { Decoder } from '../../src/recording/decode';
import { Encoder } from '../../src/recording/encode';
import { shownVariables } from '../../src/stats/variables';
import { capture, decoded } from '../stats/captures';
import {
  busyCore,
  epochMs,
  knownLimits,
  localFacts,
  observation,
  worker,
  workerDocument,
} from '../support/documents';
import { label, sighted } from '../ui/scenes';
import { headerOf, linesOf, observed } from './recorded';

function decodedLines(lines: readonly string[]): Observation[] {
  const decoder = new Decoder();
  return lines.flatMap((line) => {
    const read = decoder.read(line);
    if (!read.ok) throw new Error(read.failure);
    return read.value.kind === 'observation' ? [read.value.observation] : [];
  });
}

function reports(names: readonly string[], observations: readonly Observation[]): string[] {
  let situation: Situation = createSituation(names.map(label));
  return observations.map((each) => {
    const before = situation;
    situation = note(situation, each, defaultSettings).situation;
    return JSON.stringify(reportOf(situation, { wallMs: each.wallMs, intervalMs: 1000, before }));
  });
}

test.each(['shop', 'api', 'search', 'batch', 'legacy', 'ledger', 'router', 'emperor'])(
  'a minute of %s tells the same when it is read back',
  (name) => {
    const live = observed(60, [name]);
    expect(reports([name], decodedLines(linesOf(live, [name])))).toEqual(reports([name], live));
  },
);

test.each(['kitchen.t0.json', 'emperor.t0.json', 'fastrouter.json'])(
  'what a real uWSGI printed tells the same: %s',
  (file) => {
    const known = {
      host: localFacts({ spoolers: [{ dir: '/srv/lab/kitchen/spool', pending: 2 }] }),
      limits: knownLimits({ harakiri: 30, 'max-requests': 500 }),
    };
    const live = [0, 1000].map((atMs) => ({
      ...sighted('x', decoded(capture(file)).snapshot, atMs),
      ...known,
    }));
    const [first = '', second = ''] = linesOf(live, ['x']).slice(1);
    expect(reports(['x'], decodedLines([first, second]))).toEqual(reports(['x'], live));
    expect(first).toMatch(/"limits":\{.*"harakiriSeconds"/);
    expect(second).not.toMatch(/"limits":|"host":/);
  },
);

test('facts that are gone are not carried on', () => {
  const document = workerDocument([worker()]);
  const withFacts = observation(document, 0, { host: localFacts({}) });
  const lines = linesOf([withFacts, observation(document, 1000), observation(document, 2000)], ['shop']);
  expect(decodedLines(lines).map(({ host }) => host !== undefined)).toEqual([true, false, false]);
});

test('a second run in the same file goes on in the time of the first, facts of the host as well', () => {
  const answer = observation(workerDocument([worker()]), 500, { host: localFacts({ readAtMs: 400 }) });
  const [, ...lines] = linesOf([answer], ['shop']);
  const run = (originMs: number) => [new Encoder().header({ ...headerOf([]), originMs }), ...lines];
  const [first, second] = decodedLines([...run(epochMs), ...run(epochMs + 3_600_000)]);
  expect(first).toMatchObject({ monotonicMs: 500, host: { readAtMs: 400 } });
  expect(second).toMatchObject({ monotonicMs: 3_600_500, host: { readAtMs: 3_600_400 } });
});

describe('secrets', () => {
  const secret = 'hunter2';
  const vars = [
    'REQUEST_METHOD=GET',
    `REQUEST_URI=/cart?access_token=${secret}&page=2`,
    `HTTP_COOKIE=sessionid=${secret}`,
    `HTTP_AUTHORIZATION=Bearer ${secret}`,
    'HTTP_USER_AGENT=curl/8',
  ];
  const document = workerDocument([worker({ cores: [busyCore(-5, { vars })] })], {
    daemons: [{ cmd: `run --password ${secret}`, pid: 5, respawns: 0 }],
    crons: [{ command: `PGPASSWORD=${secret} dump`, pid: -1 }],
  });
  const target = {
    ...label('shop'),
    id: `http://me:${secret}@h/?token=${secret}`,
    address: `http://me:${secret}@h/`,
    labels: { api_key: secret, env: 'prod' },
  };
  const failure = { code: 'io', detail: `GET http://h/?token=${secret}` } as const;

  test('are in no line, whatever is recorded', () => {
    const encoder = new Encoder();
    const lines = [
      encoder.header(headerOf([target])),
      encoder.observation(
        observation(document, 0, {
          targetId: target.id,
          limits: knownLimits({ stats: `http://x/?token=${secret}` }),
        }),
      ),
      encoder.observation(
        observation(document, 1000, { targetId: target.id, outcome: { ok: false, failure } }),
      ),
    ];
    expect(lines.join('')).not.toContain(secret);
    expect(lines.join('')).toMatch(/page=2.*curl\/8/s);
    expect(lines[0]).toContain('"env":"prod"');
  });

  test('of two targets that differ in nothing else do not make them one', () => {
    const encoder = new Encoder();
    const ids = [`http://h/?token=${secret}`, 'http://h/?token=other'];
    const lines = ids.map((targetId) => encoder.observation(observation(document, 0, { targetId })));
    expect(new Set(decodedLines(lines).map(({ targetId }) => targetId)).size).toBe(2);
  });

  test('of a request that has ended are dropped with all its variables', () => {
    const idle = workerDocument([worker({ cores: [busyCore(-5, { vars, in_request: 0 })] })]);
    expect(linesOf([observation(idle, 0)], ['shop']).join('')).not.toContain('curl/8');
  });

  test('what was masked once is masked the same again: screens and reports do it with what a recording has', () => {
    const pieces = fc.constantFrom(
      'token=',
      'a=b',
      '&',
      '?',
      ';',
      '/',
      '#',
      'eyJ',
      '.',
      '://u:p@',
      'code=1',
      'state=2',
      '%3D',
      '%26',
      '***',
      'Bearer x',
      ' ',
      secret,
    );
    const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('REQUEST_URI', 'HTTP_COOKIE', 'HTTP_HOST'), (value, name) => {
        expect(maskText(maskText(value))).toBe(maskText(value));
        const masked = maskValue(name, value);
        expect(shownVariables([`${name}=${masked}`], { showSecrets: false })).toEqual(
          shownVariables([`${name}=${value}`], { showSecrets: false }),
        );
      }),
    );
  });
});

describe('a file that somebody looks at', () => {
  const recorded = (change: object) => {
    const document = { ...workerDocument([worker()]), ...change };
    const encoder = new Encoder();
    return [encoder.header(headerOf([label('a\u202eb')])), encoder.observation(observation(document, 0))];
  };

  test('has nothing in it that acts on a terminal, and means the same', () => {
    const cwd = '/srv/\u009b2J\u001b[2J\u202e\u200b\u2028x';
    const lines = recorded({ cwd });
    for (const line of lines) expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    const [read] = decodedLines(lines);
    expect(read?.outcome).toMatchObject({ ok: true, value: { snapshot: { document: { cwd } } } });
  });

  test('is written whatever is nested in what uwtop does not read', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as unknown;
    const cores = [{ id: 0, in_request: 0, req_info: { request_start: 7, deep } }];
    const [, line = ''] = recorded({ workers: [worker({ cores })] });
    expect(line).toContain('"req_info":{"request_start":7}');
  });
});

test.each(['at', 'monotonicMs'])('a line whose %s is beyond all dates is none', (key) => {
  const [, line = ''] = linesOf(observed(1, ['shop']), ['shop']);
  const beyond = JSON.stringify({ ...(JSON.parse(line) as object), [key]: 1e18 });
  expect(new Decoder().read(line).ok).toBe(true);
  expect(new Decoder().read(beyond)).toMatchObject({ ok: false, failure: 'not an observation' });
});
