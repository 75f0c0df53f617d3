import type { CoreState } from '../../src/model/cores';
import type { RawCore } from '../../src/stats/schema';
import { busyCore, core, instancesAfter, observation, worker, workerDocument } from '../support/documents';

/** What is known of the cores of a worker after each of the polls, one a second. */
const coresAfter = (...polls: readonly (readonly RawCore[])[]): (readonly CoreState[])[] =>
  instancesAfter(
    ...polls.map((cores, second) =>
      observation(workerDocument([worker({ cores: [...cores] })]), second * 1000),
    ),
  ).map(({ seen }) => seen?.workers[0]?.cores ?? []);

/** Cores that have served so many requests. */
const counts = (...requests: readonly number[]) => requests.map((count, id) => core({ id, requests: count }));

describe('the cores of a worker', () => {
  test('have a rate each, and none any more when they rest', () => {
    const rates = coresAfter(counts(5, 7), counts(5, 10), counts(5, 10), counts(6, 10)).map((cores) =>
      cores.map(({ requestsPerSecond }) => requestsPerSecond),
    );
    expect(rates).toEqual([
      [undefined, undefined],
      [0, 3],
      [0, 0],
      [1, 0],
    ]);
  });

  test('are made anew only where something has changed, and never in what was known before', () => {
    const [resting, still, woken] = coresAfter(counts(5, 7), counts(5, 7), counts(5, 7), counts(5, 8)).slice(
      1,
    );
    expect(still).toBe(resting);
    expect(woken?.[0]).toBe(still?.[0]);
    expect(still?.map(({ requests }) => requests)).toEqual([5, 7]);
    expect(woken?.map(({ requests }) => requests)).toEqual([5, 8]);
  });

  test('are as many as the answer has', () => {
    const numbers = coresAfter(counts(1), counts(1, 2, 3), counts(1, 2, 3), counts(1, 2)).map(
      ({ length }) => length,
    );
    expect(numbers).toEqual([1, 3, 3, 2]);
  });

  test('tell which of them are in a request', () => {
    const [, busy] = coresAfter(counts(1, 2), [core({ requests: 1 }), busyCore(0, { id: 1, requests: 2 })]);
    expect(busy?.map(({ inRequest }) => inRequest)).toEqual([false, true]);
  });
});

describe('the requests in flight of several cores', () => {
  const inFlight = (...ids: readonly number[]) =>
    counts(1, 1, 1, 1).map((raw, id) => (ids.includes(id) ? busyCore(-1, { id, requests: 1 }) : raw));

  test('are followed each by itself, whichever of the others begin or end', () => {
    const polls = [inFlight(1, 3), inFlight(0, 1, 3), inFlight(0, 3), inFlight(0, 2, 3)];
    const flights = instancesAfter(
      ...polls.map((cores, second) => observation(workerDocument([worker({ cores })]), second * 1000)),
    ).map(({ seen }) => seen?.workers[0]?.flights.map(({ core: id, polls: seenBy }) => [id, seenBy]));
    expect(flights).toEqual([
      [
        [1, 1],
        [3, 1],
      ],
      [
        [0, 1],
        [1, 2],
        [3, 2],
      ],
      [
        [0, 2],
        [3, 3],
      ],
      [
        [0, 3],
        [2, 1],
        [3, 4],
      ],
    ]);
  });
});
