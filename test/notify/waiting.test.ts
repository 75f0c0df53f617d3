import fc from 'fast-check';
import { waitBeforeStart, windowMs, withStart } from '../../src/notify/start-window';
import { emptyLine, lineUp, takeFirst, type WaitingLine } from '../../src/notify/waiting-line';

describe('when the next run may start', () => {
  test.each([
    ['nothing was started', [], 0, 0],
    ['fewer than it may', [0, 1], 2, 0],
    ['as many as it may', [0, 10, 20], 30, windowMs - 30],
    ['the oldest has just left the minute', [0, 10, 20], windowMs, 0],
    ['the oldest is long gone', [0, 10, 20], windowMs + 5, 0],
    ['more than it may: the last three count', [0, 10, 20, 30], 40, windowMs + 10 - 40],
  ])('%s', (_, startsMs, nowMs, waitMs) => expect(waitBeforeStart(startsMs, nowMs, 3)).toBe(waitMs));

  test('whoever keeps to it never starts more than it may within a minute', () => {
    const delays = fc.array(fc.nat({ max: 30_000 }), { maxLength: 60 });
    const property = fc.property(delays, fc.integer({ min: 1, max: 5 }), (gaps, mostStarts) => {
      let startsMs: readonly number[] = [];
      let nowMs = 0;
      const all: number[] = [];
      for (const gap of gaps) {
        nowMs += gap;
        nowMs += waitBeforeStart(startsMs, nowMs, mostStarts);
        expect(waitBeforeStart(startsMs, nowMs, mostStarts)).toBe(0);
        startsMs = withStart(startsMs, nowMs, mostStarts);
        all.push(nowMs);
      }
      for (const [index, startMs] of all.entries())
        expect(startMs - (all[index - mostStarts] ?? -Infinity)).toBeGreaterThanOrEqual(windowMs);
      expect(startsMs.length).toBeLessThanOrEqual(mostStarts);
    });
    fc.assert(property);
  });
});

describe('notices that wait', () => {
  const lineOf = (count: number): WaitingLine =>
    Array.from({ length: count }, (_, id) => ({ id })).reduce(
      (line, notice) => lineUp(line, notice, 3),
      emptyLine,
    );
  const documents = (line: WaitingLine): readonly unknown[] => {
    const taken = takeFirst(line);
    return taken === undefined ? [] : [JSON.parse(taken.document), ...documents(taken.rest)];
  };

  test.each([
    [0, []],
    [2, [{ id: 0 }, { id: 1 }]],
    [3, [{ id: 0 }, { id: 1 }, { id: 2 }]],
    [5, [{ id: 2, dropped: 2 }, { id: 3 }, { id: 4 }]],
  ])('%i of them, where three have room', (count, expected) =>
    expect(documents(lineOf(count))).toEqual(expected),
  );

  test('a document has nothing in it that acts on a terminal', () => {
    const instance = 'a\u009b2J\u202eb\u200bc\u001b';
    const document = takeFirst(lineUp(emptyLine, { instance }, 3))?.document ?? '';
    expect(document.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(document)).toEqual({ instance });
  });

  test('a document is one line', () => {
    expect(takeFirst(lineUp(emptyLine, { text: 'a\nb' }, 3))?.document).toBe('{"text":"a\\nb"}\n');
  });
});
