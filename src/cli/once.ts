/** `uwtop once`: a round or more, printed and done. */
import { setTimeout as sleep } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';
import { createFleet, type FleetState, observe } from '../model/fleet';
import { describeFailure } from '../model/failure';
import { reportJsonSchema } from '../output/contract';
import { plainTable } from '../output/plain-table';
import { reportOf } from '../output/report';
import { pollOnce } from '../poller/poll-once';
import type { PolledTarget } from '../poller/poller';
import { findTargets } from './find-targets';
import { labelOf, openTargets } from './options';
import { exitCodes, type OnceOptions } from './program';
import { pipeColumns, write } from './write';

export async function onceCommand(texts: readonly string[], options: OnceOptions): Promise<number> {
  if (options.jsonSchema) {
    await write(process.stdout, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
    return exitCodes.fine;
  }
  const targets = await findTargets(texts);
  if (targets.length === 0) return exitCodes.nothingRead;
  return printRounds(openTargets(targets, options), options);
}

/** Prints `iterations` rounds; a first silent one gives the rates their baseline. */
export async function printRounds(polled: readonly PolledTarget[], options: OnceOptions): Promise<number> {
  let fleet = createFleet(polled.map(({ target }) => labelOf(target)));
  // A saved snapshot does not move: a second reading would tell nothing.
  const moving = polled.some(
    ({ target }) => target.address.kind !== 'file' && target.address.kind !== 'stdin',
  );
  const rounds = options.iterations ?? 1;
  let due = performance.now();
  if (options.rates && moving) {
    fleet = await pollRound(fleet, polled);
    due = await nextRound(due, options.interval);
  }
  for (let round = 1; round <= rounds; round++) {
    fleet = await pollRound(fleet, polled);
    complain(fleet);
    const wanted = !options.json || round === rounds;
    if (wanted && !(await write(process.stdout, renderRound(fleet, options)))) break;
    if (round < rounds) due = await nextRound(due, options.interval);
  }
  const anyRead = [...fleet.instances.values()].some(({ seen }) => seen !== undefined);
  return anyRead ? exitCodes.fine : exitCodes.nothingRead;
}

/** Rounds start one interval apart, however long the polls took. */
async function nextRound(due: number, intervalMs: number): Promise<number> {
  const next = due + intervalMs;
  await sleep(Math.max(0, next - performance.now()));
  return Math.max(next, performance.now() - intervalMs);
}

async function pollRound(fleet: FleetState, polled: readonly PolledTarget[]): Promise<FleetState> {
  // Nobody gives up a round: ^C ends the process, and the connections with it.
  const observations = await Promise.all(
    polled.map(({ target, transport }) => pollOnce(target.id, transport, new AbortController().signal)),
  );
  return observations.reduce(observe, fleet);
}

function renderRound(fleet: FleetState, { json, ndjson, interval }: OnceOptions): string {
  const report = () => reportOf(fleet, { wallMs: Date.now(), intervalMs: interval });
  if (ndjson) return `${JSON.stringify(report())}\n`;
  if (json) return `${JSON.stringify(report(), null, 2)}\n`;
  return plainTable(fleet, process.stdout.isTTY ? process.stdout.columns : pipeColumns);
}

/** Talk goes to stderr: a sentence for each target that did not answer, one for each hint. */
function complain(fleet: FleetState): void {
  for (const { failure, hint, target } of fleet.instances.values()) {
    if (failure !== undefined) process.stderr.write(`uwtop: ${describeFailure(failure, target)}\n`);
    else if (hint !== undefined) process.stderr.write(`uwtop: ${target.name}: ${hint}\n`);
  }
}
