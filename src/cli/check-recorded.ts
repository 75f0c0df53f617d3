/** `uwtop check` of recordings: how it stood at their end. */
import { retarget } from '../alerts/situation';
import { type Check, createCheck, noteInCheck, type Orders } from '../check/judge';
import { describeDamages, openRecording, type Recording } from '../recording/open';

export interface Recorded {
  readonly paths: readonly string[];
  readonly orders: Orders;
}

/** With `--for` what counts has held over the last of it. */
export async function checkRecording({ paths, orders }: Recorded): Promise<Check> {
  const endMs = await endOf(await openRecording(paths));
  const recording = await openRecording(paths);
  let { targets } = recording.header;
  let check = createCheck(targets);
  for await (const round of recording.rounds()) {
    if (round.targets !== targets) {
      targets = round.targets;
      check = { ...check, situation: retarget(check.situation, targets, round.wallMs).situation };
    }
    if (round.wallMs < endMs - orders.forMs) check = { ...check, held: new Map() };
    for (const observation of round.observations) check = noteInCheck(check, observation, orders);
  }
  for (const sentence of describeDamages(recording.damages)) process.stderr.write(`uwtop: ${sentence}\n`);
  return check;
}

async function endOf(recording: Recording): Promise<number> {
  let endMs = 0;
  for await (const { wallMs } of recording.rounds()) endMs = wallMs;
  return endMs;
}
