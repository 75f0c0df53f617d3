import { offsetMs, unknownClock, withEvidence } from '../../src/model/target-clock';

const at = (seconds: number, fromMs: number, toMs: number) => ({ seconds, fromMs, toMs });

describe("the bounds of the target's clock", () => {
  test('narrow from either side, and only so far as the evidence goes', () => {
    const notAhead = withEvidence(unknownClock, at(100, -Infinity, 90_000));
    expect(notAhead).toEqual({ leastMs: 10_000, mostMs: Infinity });
    const both = withEvidence(notAhead, at(100, 89_500, 91_000));
    expect(both).toEqual({ leastMs: 10_000, mostMs: 11_500 });
    expect(withEvidence(both, at(100, -Infinity, 95_000))).toEqual(both);
    expect(withEvidence(both, at(101, -Infinity, 90_800))).toEqual({ leastMs: 10_200, mostMs: 11_500 });
  });

  test('begin anew with evidence that contradicts them: somebody has set the clock', () => {
    const known = { leastMs: 10_000, mostMs: 11_000 };
    expect(withEvidence(known, at(200, 99_000, 100_000))).toEqual({ leastMs: 100_000, mostMs: 102_000 });
  });

  test("leave this host's own clock where they allow it", () => {
    const known = { leastMs: 10_000, mostMs: 11_000 };
    expect([9000, 10_500, 12_000].map((local) => offsetMs(known, local))).toEqual([10_000, 10_500, 11_000]);
  });
});
