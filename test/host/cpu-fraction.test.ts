import { cpuFractionBetween, type HostFacts, type ProcessFacts } from '../../src/model/host-facts';

const facts = (processes: Record<number, ProcessFacts>): HostFacts => ({
  local: true,
  readAtMs: 0,
  processes,
  queues: [],
  memory: { reason: 'not asked' },
});
const at = (cpuTimeMs: number | undefined, startTicks: number | undefined = 7) =>
  facts({ 5: { cpuTimeMs, startTicks } });

describe('the CPU that a process took', () => {
  test.each([
    ['idle', at(100), at(100), 1000, 0],
    ['busy', at(100), at(1100), 1000, 1],
    ['with two threads busy', at(100), at(2100), 1000, 2],
    ['for a quarter', at(100), at(600), 2000, 0.25],
  ])('%s', (_, before, now, elapsedMs, fraction) => {
    expect(cpuFractionBetween(before, now, elapsedMs)).toEqual(new Map([[5, fraction]]));
  });

  test.each([
    ['the pid is another process now', at(100), at(200, 8), 1000],
    ['its time fell', at(200), at(100), 1000],
    ['it was not there before', facts({}), at(100), 1000],
    ['it has ended', at(100), facts({ 5: { reason: 'the process has ended' } }), 1000],
    ['its start is unknown', facts({ 5: { cpuTimeMs: 1 } }), facts({ 5: { cpuTimeMs: 2 } }), 1000],
    ['the clock was set back', at(100), at(200), -1000],
    ['no time has passed', at(100), at(200), 0],
    ['less has passed than ticks can tell', at(100), at(110), 20],
    ['the time that passed is unknown', at(100), at(200), NaN],
    ['it was remote before', { local: false, reason: 'remote' } as const, at(200), 1000],
  ])('is unknown when %s', (_, before, now, elapsedMs) => {
    expect(cpuFractionBetween(before, now, elapsedMs).size).toBe(0);
  });
});
