import { shownVariables } from '../../src/stats/variables';
import { busyCore, core, instanceAfter, observation, worker, workerDocument } from '../support/documents';

const flightsAfter = (...documents: Parameters<typeof workerDocument>[0][]) =>
  instanceAfter(
    ...documents.map((workers, index) => observation(workerDocument(workers), 20_000 + index * 1000)),
  ).seen?.workers[0]?.flights ?? [];

const requestVars = (name: string) => [`REQUEST_URI=/${name}?token=abc`, 'HTTP_COOKIE=abc', ''];

test('a request in flight can tell its variables, with the uri in the clear for who asked for it', () => {
  const vars = requestVars('cart');
  const [flight] = flightsAfter([worker({ cores: [busyCore(1, { vars })] })]);
  expect(flight).toMatchObject({ uri: '/cart?token=***', uriInClear: '/cart?token=abc' });
  expect(flight?.vars).toBe(vars);
  expect(shownVariables(flight?.vars ?? [], { showSecrets: false })).toContainEqual({
    name: 'HTTP_COOKIE',
    value: '***',
  });
});

test('of a hundred in one worker, the eight that have been in flight longest keep theirs', () => {
  const cores = Array.from({ length: 100 }, (_, id) =>
    // The later the core, the earlier the request; some rest.
    id % 5 === 4 ? core({ id }) : busyCore(18 - id / 10, { id, vars: requestVars(String(id)) }),
  );
  const once = [worker({ cores })];
  for (const flights of [flightsAfter(once), flightsAfter(once, once)]) {
    expect(flights).toHaveLength(80);
    expect(flights.flatMap(({ core: id, vars }) => (vars === undefined ? [] : [id]))).toEqual([
      90, 91, 92, 93, 95, 96, 97, 98,
    ]);
    expect(flights.every(({ uri }) => uri?.endsWith('?token=***'))).toBe(true);
  }
});

test('a uWSGI that does not tell when they began keeps those of eight', () => {
  const cores = Array.from({ length: 20 }, (_, id) => busyCore(0, { id, req_info: {} }));
  const kept = flightsAfter([worker({ cores })]).filter(({ vars }) => vars !== undefined);
  expect(kept.map(({ core: id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
