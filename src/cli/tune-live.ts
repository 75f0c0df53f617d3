/** What `uwtop tune` collects of live targets, for as long as was asked for. */
import { performance } from 'node:perf_hooks';
import { collectIn, createCollection, type FleetCollection, retargeted } from '../advisor/collect-fleet';
import { duration, plural } from '../format/quantity';
import { Poller } from '../poller/poller';
import type { Target } from '../targets/address';
import type { Watched } from '../targets/watched';
import { findTargets } from './find-targets';
import { labelsOf, openTarget } from './options';
import { readSettings, type Settings } from './settings';
import type { TuneOptions } from './tune-program';
import { UsageError } from './usage-error';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
const progressGapMs = 1000;
/** What `--for` is where nobody says. */
const usualMs = 300_000;

/** Undefined where there is nothing to watch, which has been said. */
export async function collectLive(
  texts: readonly string[],
  options: TuneOptions,
): Promise<FleetCollection | undefined> {
  const watched = await findTargets(texts, options);
  if (watched.targets.length === 0 && !watched.mayGrow) return undefined;
  if (watched.targets.length > 0 && watched.targets.every(isStill))
    throw new UsageError(
      'a saved snapshot is one moment: advice takes a recording, or a target that is live',
    );
  const settings = await readSettings(watched, options);
  return watch(watched, options, settings);
}

const isStill = ({ address: { kind } }: Target): boolean => kind === 'file' || kind === 'stdin';

async function watch(
  watched: Watched,
  options: TuneOptions,
  { intervalMs, knowledge }: Settings,
): Promise<FleetCollection> {
  const { for: forMs = usualMs } = options;
  let collection = createCollection(labelsOf(watched.targets));
  const poller = new Poller(watched.targets, {
    intervalMs,
    random: Math.random,
    open: (target) => openTarget(target, options, { knowledge, patient: false }),
    onObservation: (observation) => (collection = collectIn(collection, observation)),
  });
  watched.follow(() => {
    poller.setTargets(watched.targets);
    knowledge.keepOnly(watched.targets);
    collection = retargeted(collection, labelsOf(watched.targets));
  });
  poller.start();
  say(
    `watching ${plural(watched.targets.length, 'target')} for ${duration(forMs / 1000)} (--for); ^C ends it and advises on what was seen`,
  );
  // The first answer is where measuring begins, and the last one may be an interval old.
  await passed(forMs + 2 * intervalMs, {
    silent: () => silentIn(collection),
    isHopeless: () => !watched.mayGrow && neverAnswered(collection),
  });
  poller.stop();
  watched.stop();
  return collection;
}

function say(sentence: string): void {
  process.stderr.write(`uwtop: ${sentence}\n`);
}

/** Whoever mistyped an address need not wait for all of the time. */
const hopelessMs = 10_000;

const neverAnswered = ({ fleet }: FleetCollection): boolean =>
  [...fleet.instances.values()].every(({ seen }) => seen === undefined);

interface Waiting {
  readonly silent: () => number;
  /** Asked once, after a while. */
  readonly isHopeless: () => boolean;
}

/** Targets that do not answer now. */
const silentIn = ({ fleet }: FleetCollection): number =>
  [...fleet.instances.values()].filter(({ phase }) => phase !== 'up').length;

/** Until the time is over, or a signal comes: then the advice is on what was seen. */
function passed(lengthMs: number, { silent, isHopeless }: Waiting): Promise<void> {
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const tell = () => {
      const left = Math.max(0, lengthMs - (performance.now() - startedMs));
      const absent = silent() > 0 ? `, ${plural(silent(), 'target')} without an answer` : '';
      process.stderr.write(`\r\x1b[Kuwtop: ${duration(left / 1000)} to go${absent} `);
    };
    const progress = process.stderr.isTTY ? setInterval(tell, progressGapMs) : undefined;
    const end = () => {
      clearTimeout(timer);
      clearTimeout(early);
      clearInterval(progress);
      if (progress !== undefined) process.stderr.write('\r\x1b[K');
      for (const signal of endingSignals) process.off(signal, end);
      resolve();
    };
    const timer = setTimeout(end, lengthMs);
    const early = setTimeout(() => {
      if (isHopeless()) end();
    }, hopelessMs);
    for (const signal of endingSignals) process.once(signal, end);
  });
}
