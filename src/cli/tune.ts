/** `uwtop tune`: what to set, from recordings or from a while of watching. */
import { availableParallelism } from 'node:os';
import { type CollectedLoad, nothingCollected } from '../advisor/collect';
import type { FleetCollection } from '../advisor/collect-fleet';
import { adviseOn } from '../advisor/advise';
import type { Orders } from '../advisor/advice';
import { type Advised, adviceReport } from '../advisor/advice-report';
import { adviceLines } from '../advisor/advice-text';
import { jsonText } from '../format/json-text';
import { displayText, excerpt } from '../format/text';
import { nearestHint } from '../format/nearest';
import { nameWithAddress, type TargetLabel } from '../model/observation';
import { asciiGlyphs, unicodeGlyphs } from '../format/glyphs';
import { tryOut } from '../advisor/trial';
import { trialLines } from '../advisor/trial-report';
import { speaksUtf8 } from './speaks-utf8';
import { areRecordings } from './are-recordings';
import { usualOrders } from './orders';
import type { TuneOptions } from './tune-program';
import { outputColumns, write } from './write';
import { UsageError } from './usage-error';
import { exitCodes } from './exit-codes';

/** Of one instance. */
interface Subject {
  readonly label: TargetLabel;
  readonly load: CollectedLoad;
}

export async function tuneCommand(texts: readonly string[], options: TuneOptions): Promise<number> {
  const isRecorded = await areRecordings(texts);
  if (!isRecorded) refuseMissing(texts);
  else if (options.for !== undefined)
    throw new UsageError('--for is for live targets: of a recording all is taken that it holds');
  const collection = isRecorded ? await recorded(texts, options) : await live(texts, options);
  if (collection === undefined) return exitCodes.nothingRead;
  const advised = subjectsOf(collection, options).map((subject) => adviseFor(subject, options, isRecorded));
  await write(process.stdout, options.json ? json(advised) : text(advised, options));
  return advised.some(({ advice }) => advice.state === 'enough') ? exitCodes.fine : exitCodes.nothingRead;
}

/** Five minutes of a socket that is not there are no answer to a name that was mistyped. */
function refuseMissing(texts: readonly string[]): void {
  const missing = texts.find((text) => /\.ndjson(?:\.gz)?$/.test(text));
  if (missing !== undefined) throw new UsageError(`there is no recording ${excerpt(missing)}`);
}

function adviseFor({ label, load }: Subject, options: TuneOptions, isRecorded: boolean): Advised {
  // A recording may be of another machine.
  const isHere = !isRecorded && load.seen?.host?.local === true;
  const orders = ordersOf(options, options.cpus ?? (isHere ? availableParallelism() : undefined));
  const advice = adviseOn(load, orders);
  if (options.try === undefined || advice.state === 'no-workers') return { label, advice };
  const trial = tryOut(load, advice, options.try, orders);
  if (trial.ok) return { label, advice, trial: trial.value };
  const { isWish, sentences } = trial.failure;
  // What was watched for minutes is not thrown away for it.
  if (isWish && isRecorded)
    throw new UsageError(sentences.map((sentence) => `--try: ${sentence}`).join('\n'));
  for (const sentence of sentences)
    process.stderr.write(
      `uwtop: ${displayText(label.name)}: nothing can be compared with today: ${sentence}\n`,
    );
  return { label, advice };
}

async function recorded(texts: readonly string[], options: TuneOptions): Promise<FleetCollection> {
  const { collectRecorded } = await import('./tune-recorded');
  return collectRecorded(texts, options);
}

async function live(texts: readonly string[], options: TuneOptions): Promise<FleetCollection | undefined> {
  const { collectLive } = await import('./tune-live');
  return collectLive(texts, options);
}

function ordersOf(options: TuneOptions, cpus: number | undefined): Orders {
  const { waitProbability, p95Wait, proxyTimeout, memory } = options;
  const ofWait = p95Wait === undefined ? undefined : ({ kind: 'p95-wait', seconds: p95Wait } as const);
  const ofShare =
    waitProbability === undefined
      ? undefined
      : ({ kind: 'wait-probability', share: waitProbability } as const);
  return {
    ...usualOrders,
    target: ofWait ?? ofShare ?? usualOrders.target,
    proxyTimeoutSeconds: proxyTimeout,
    memoryBytes: memory,
    cpus,
  };
}

function subjectsOf({ fleet, loads }: FleetCollection, { instance: wanted }: TuneOptions): Subject[] {
  const subjects = [...fleet.instances.values()].map(({ target }) => {
    return { label: target, load: loads.get(target.id) ?? nothingCollected };
  });
  if (wanted === undefined) return subjects;
  const named = subjects.filter(({ label }) => label.name === wanted || label.address === wanted);
  if (named.length > 0) return named;
  const names = subjects.map(({ label }) => label.name);
  const hint = nearestHint(wanted, names) || (names.length > 0 ? `; there are ${names.join(', ')}` : '');
  throw new UsageError(displayText(`--instance: there is no ${excerpt(wanted, 40)}${hint}`));
}

const json = (advised: readonly Advised[]): string => `${jsonText(adviceReport(advised), 2)}\n`;

function text(advised: readonly Advised[], { ascii = false }: TuneOptions): string {
  const width = outputColumns();
  const glyphs = ascii || !speaksUtf8(process.env) ? asciiGlyphs : unicodeGlyphs;
  return advised
    .map(({ label, advice, trial }) => {
      const lines = adviceLines(displayText(nameWithAddress(label)), advice, { width, clock });
      const tried =
        trial === undefined ? [] : ['', ...trialLines(trial, { width: Math.min(width, 100), glyphs })];
      return [...lines, ...tried, ''].join('\n');
    })
    .join('\n');
}

const two = (value: number) => String(value).padStart(2, '0');

function clock(wallMs: number): string {
  const date = new Date(wallMs);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
