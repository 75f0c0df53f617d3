/** `uwtop once` of recordings: for every round what was printed then, or would have been. */
import { createSituation, noteAll, retarget } from '../alerts/situation';
import type { RecordedRound } from '../recording/format';
import { describeDamages, openRecording, type Recording } from '../recording/open';
import { pathOf } from './are-recordings';
import { mayShowSecrets } from './ask-for-secrets';
import { complain, exitCodeOf, renderRound, type Round } from './once';
import type { OnceOptions } from './program';
import { readSettings, type Settings } from './settings';
import { targetOfRecording } from './target-of-recording';
import { write } from './write';
import { UsageError } from './usage-error';

export async function printRecording(texts: readonly string[], asked: OnceOptions): Promise<number> {
  if (asked.record !== undefined) throw new UsageError('--record is for targets, not for recordings');
  const recording = await openRecording(texts.map(pathOf));
  const targets = recording.header.targets.map(targetOfRecording);
  const screen = asked.csv ? 'instance' : asked.screen;
  const settings = await readSettings({ targets }, { ...asked, ...(screen && { screen }) });
  const options = { ...asked, showSecrets: await mayShowSecrets(asked, 'in what is printed') };
  return printRounds(recording, options, settings, options.json || options.csv ? 'last' : 'each');
}

export async function printRounds(
  recording: Recording,
  options: OnceOptions,
  settings: Settings,
  wanted: 'each' | 'last',
): Promise<number> {
  let { targets: watched } = recording.header;
  let situation = createSituation(watched);
  let last: Round | undefined;
  let count = 0;
  for await (const { round, isShown } of shownRounds(recording.rounds(), options)) {
    const before =
      round.targets === watched ? situation : retarget(situation, round.targets, round.wallMs).situation;
    watched = round.targets;
    situation = noteAll(before, round.observations, settings.settingsOf).situation;
    if (!isShown) continue;
    last = {
      situation,
      before,
      wallMs: round.wallMs,
      intervalMs: round.intervalMs,
      isFirst: last === undefined,
    };
    if (wanted === 'each' && !(await write(process.stdout, renderRound(last, options, settings)))) break;
    if (++count === options.iterations) break;
  }
  for (const sentence of describeDamages(recording.damages)) process.stderr.write(`uwtop: ${sentence}\n`);
  complain(situation.fleet);
  if (wanted === 'last' && last !== undefined)
    await write(process.stdout, renderRound(last, options, settings));
  return exitCodeOf(situation);
}

interface ShownRound {
  readonly round: RecordedRound;
  readonly isShown: boolean;
}

/** Where the recording does not say which it is, the first round is the baseline of the rates, if others follow. */
async function* shownRounds(
  rounds: AsyncIterable<RecordedRound>,
  { rates }: OnceOptions,
): AsyncGenerator<ShownRound> {
  let first: RecordedRound | undefined;
  let isBegun = false;
  for await (const round of rounds) {
    if (!isBegun && rates && !round.isMarked) first = round;
    else {
      if (first !== undefined) yield { round: first, isShown: false };
      first = undefined;
      yield { round, isShown: !round.isBaseline };
    }
    isBegun = true;
  }
  if (first !== undefined) yield { round: first, isShown: true };
}
