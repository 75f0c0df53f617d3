import { Gate, type Ticket } from '../../src/poller/gate';

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

/** Begins polls named by their number. */
function crowd(places: number, polls: number) {
  const gate = new Gate({ places, patienceMs: 500 });
  const begun: number[] = [];
  const tickets = new Map<number, Ticket>();
  for (let poll = 0; poll < polls; poll++) {
    gate.admit((ticket) => {
      begun.push(poll);
      tickets.set(poll, ticket);
    });
  }
  return { begun, end: (poll: number) => tickets.get(poll)?.release() };
}

test('as many as there are places begin at once, the others in their order as places get free', () => {
  const { begun, end } = crowd(2, 5);
  expect(begun).toEqual([0, 1]);
  end(1);
  expect(begun).toEqual([0, 1, 2]);
  end(0);
  end(2);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('those that hang give up their places', () => {
  const { begun } = crowd(2, 5);
  jest.advanceTimersByTime(499);
  expect(begun).toEqual([0, 1]);
  jest.advanceTimersByTime(2);
  expect(begun).toEqual([0, 1, 2, 3]);
  jest.advanceTimersByTime(500);
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('a place is given back once, however often somebody says so', () => {
  const { begun, end } = crowd(1, 4);
  end(0);
  end(0);
  expect(begun).toEqual([0, 1]);
});

test('nothing is left running when all is over', () => {
  const { end } = crowd(1, 3);
  for (const poll of [0, 1, 2]) end(poll);
  expect(jest.getTimerCount()).toBe(0);
});

test('thousands who wait and are over at once let each other in', () => {
  const gate = new Gate({ places: 1, patienceMs: 500 });
  let first: Ticket | undefined;
  let over = 0;
  gate.admit((ticket) => (first = ticket));
  for (let poll = 0; poll < 20_000; poll++) {
    gate.admit((ticket) => {
      over++;
      ticket.release();
    });
  }
  first?.release();
  expect(over).toBe(20_000);
});
