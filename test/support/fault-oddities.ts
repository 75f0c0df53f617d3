/** Targets that answer in time, but of things that cannot be: the screen stays sane, and right again at once. */
import type { EmperorDocument, RouterDocument, WorkerDocument } from '../../src/stats/schema';
import { busyCore, core, epochSeconds, vassal, worker, workerDocument } from './documents';
import type { FaultyTarget, StartServer } from './fault-targets';

type AnyDocument = WorkerDocument | EmperorDocument | RouterDocument;

/** What a target shows: 20 requests a second, and one in flight that began two seconds ago at the most. */
interface Sound {
  readonly pid: number;
  readonly wallMs: number;
  /** Of each worker. */
  readonly requests: number;
  /** How many answers it has given since it is ill. */
  readonly turn: number;
}

interface Oddity {
  readonly name: string;
  readonly fault: string;
  /** Of its own screen while it lasts, or of the list of events. */
  readonly says: RegExp;
  readonly isEvent?: boolean;
  readonly document?: (sound: Sound) => AnyDocument;
  /** What its counters had counted before it was watched. */
  readonly counted?: number;
  /** Its counters begin anew: once, or again and again. */
  readonly falls?: 'once' | 'often';
}

export const soundRate = 20;
const pidFloor = 4_700_000;
const [hour, day] = [3600, 24 * 3600];

/** With the clock of the target so many seconds ahead. */
function soundDocument({ pid, wallMs, requests }: Sound, aheadSeconds = 0): WorkerDocument {
  const startSeconds = 2 * Math.floor(wallMs / 2000) - epochSeconds + aheadSeconds;
  const workers = [1, 2].map((id) =>
    worker({
      ...{ id, pid: pid + id, requests, delta_requests: requests, running_time: requests * 10_000 },
      last_spawn: Math.floor(wallMs / 1000 / day) * day,
      cores: [id === 1 ? busyCore(startSeconds, { requests }) : core({ requests })],
    }),
  );
  return workerDocument(workers, { pid });
}

const withWorkers = (
  sound: Sound,
  change: (worker: WorkerDocument['workers'][number], index: number) => object,
  copies = 1,
): WorkerDocument => {
  const document = soundDocument(sound);
  const workers = Array.from({ length: copies }, () => document.workers).flat();
  return { ...document, workers: workers.map((raw, index) => ({ ...raw, ...change(raw, index) })) };
};

/** Both workers in their places, the first with a request that has lasted for seconds at the most. */
const atWork = /^ +1 +\d+ busy .* {2}(?:\ds)? GET \/cart *\n +2 +\d+ idle /m;
const anew = /reloaded: all counters began anew/;

const oddities: readonly Oddity[] = [
  {
    name: 'back',
    fault: 'clock of the target back an hour',
    says: atWork,
    document: (sound) => soundDocument(sound, -hour),
  },
  {
    name: 'ahead',
    fault: 'clock of the target forward a day',
    says: atWork,
    document: (sound) => soundDocument(sound, day),
  },
  { name: 'fall', fault: 'counters that fall', says: anew, isEvent: true, falls: 'often' },
  { name: 'wrap', fault: 'counters that wrap', says: anew, isEvent: true, falls: 'once', counted: 2 ** 32 },
  {
    name: 'twins',
    fault: 'duplicate worker ids',
    says: atWork,
    document: (sound) => withWorkers(sound, () => ({ id: 1 })),
  },
  {
    name: 'zero',
    fault: 'zero worker ids',
    says: atWork,
    document: (sound) => withWorkers(sound, () => ({ id: 0 })),
  },
  {
    name: 'many',
    fault: '10,000 workers',
    says: /\d+ busy +\d+ idle +of 10000 workers/,
    document: (sound) =>
      withWorkers(sound, (_, index) => ({ id: index + 1, pid: sound.pid + index + 1 }), 5000),
  },
  {
    name: 'kinds',
    fault: 'changing shape between polls',
    says: /another kind of instance answers here now: \w+ instead of \w+/,
    isEvent: true,
    document: kindsInTurn,
  },
];

function kindsInTurn(sound: Sound): AnyDocument {
  const { pid, turn } = sound;
  if (turn % 3 === 0) return { version: '2.0.21', pid, vassals: [vassal('shop.ini')], blacklist: [] };
  if (turn % 3 === 1) return { version: '2.0.21', pid, active_sessions: 0, http: ['0.0.0.0:80'] };
  return soundDocument(sound);
}

export type OddTarget = FaultyTarget & Pick<Oddity, 'isEvent'>;

async function oddTarget(start: StartServer, oddity: Oddity, number: number): Promise<OddTarget> {
  const { document = soundDocument, counted = 0, falls } = oddity;
  const [originMs, pid] = [Date.now(), pidFloor + 11_000 * number];
  const countedBy = (wallMs: number) => Math.floor(((wallMs - originMs) * soundRate) / 2000);
  let [turn, base]: [number | undefined, number] = [undefined, -counted];
  const answer = (): AnyDocument => {
    const wallMs = Date.now();
    if (turn !== undefined && (falls === 'often' || (falls === 'once' && turn === 0)))
      base = countedBy(wallMs - 100);
    const sound = { pid, wallMs, requests: countedBy(wallMs) - base, turn: turn ?? 0 };
    if (turn === undefined) return soundDocument(sound);
    turn += 1;
    return document(sound);
  };
  const { address } = await start((socket) => void socket.end(JSON.stringify(answer())));
  return { ...oddity, address, begin: () => void (turn = 0), end: () => void (turn = undefined) };
}

export const oddTargets = (start: StartServer): Promise<OddTarget[]> =>
  Promise.all(oddities.map((oddity, index) => oddTarget(start, oddity, index)));

/** One that stays well. */
export const soundTarget = (start: StartServer): Promise<OddTarget> =>
  oddTarget(start, { name: 'sound', fault: '', says: atWork }, oddities.length);
