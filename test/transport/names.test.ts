import { succeed, fail } from '../../src/result';
import { type FoundAddresses, Names } from '../../src/transport/names';

// The clock that jest winds is the global one.
jest.mock('node:perf_hooks', () => ({
  get performance() {
    return globalThis.performance;
  },
}));

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const options = { all: true } as const;
const known = succeed([{ address: '10.0.0.1', family: 4 }]);
const unknown = fail(new Error('EAI_AGAIN'));

/** Answers when a test says so. */
function resolver() {
  const asked: string[] = [];
  const pending = new Map<string, (found: FoundAddresses) => void>();
  const names = new Names((name) => {
    asked.push(name);
    return new Promise((resolve) => pending.set(name, resolve));
  });
  const answer = async (name: string, found: FoundAddresses) => {
    pending.get(name)?.(found);
    await jest.advanceTimersByTimeAsync(0);
  };
  const ask = (...wanted: string[]) => Promise.all(wanted.map((name) => names.find(name, options)));
  const settle = () => jest.advanceTimersByTimeAsync(0);
  return { asked, answer, ask, settle };
}

test('those who ask for a name share its lookup, and the next one asks anew', async () => {
  const { asked, answer, ask, settle } = resolver();
  const both = ask('a', 'a');
  await settle();
  await answer('a', known);
  expect([await both, asked]).toEqual([[known, known], ['a']]);
  void ask('a');
  await settle();
  expect(asked).toEqual(['a', 'a']);
});

test('a failure is remembered until the other targets of its host have asked, not until the next poll', async () => {
  const { asked, answer, ask, settle } = resolver();
  void ask('a');
  await settle();
  await answer('a', unknown);
  expect([await ask('a'), asked.length]).toEqual([[unknown], 1]);
  await jest.advanceTimersByTimeAsync(251);
  void ask('a');
  await settle();
  expect(asked.length).toBe(2);
});

test('names that hang again let the others pass', async () => {
  const { asked, answer, ask, settle } = resolver();
  const hanging = ['h1', 'h2', 'h3', 'h4'];
  void ask(...hanging);
  await settle();
  expect(asked).toEqual(['h1', 'h2', 'h3']);
  for (const name of hanging) await answer(name, unknown);
  await jest.advanceTimersByTimeAsync(251);
  asked.length = 0;
  void ask(...hanging, 'good');
  await settle();
  expect(asked).toEqual(['h1', 'h2', 'good']);
  await answer('h1', known);
  expect(asked).toEqual(['h1', 'h2', 'good', 'h3']);
});
