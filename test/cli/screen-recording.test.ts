/** The recording that runs beside the screens, on disks that cannot take it: that is said, and the screens go on. */
import { ScreenRecording } from '../../src/cli/screen-recording';
import type { Observation } from '../../src/model/observation';
import { AppendedFile } from '../../src/recording/append';
import { eventually } from '../support/eventually';
import { folderOfThisFile, observed } from '../recording/recorded';

Object.assign(globalThis, { uwtopVersion: '1.2.3' });
const at = folderOfThisFile();

async function recordingTo(path: string) {
  const said: string[] = [];
  let activity: string | undefined;
  const recording = new ScreenRecording({
    targets: () => [],
    intervalMs: () => 1000,
    say: (sentence) => said.push(sentence),
    setActivity: (text) => (activity = text),
  });
  await recording.start(path);
  return { recording, said, activity: () => activity };
}

function answerOf(bytes: number): Observation {
  const observation = observed(1, ['batch'])[0] as Observation;
  const { outcome } = observation;
  if (!outcome.ok) throw new Error('batch answers');
  return { ...observation, outcome: { ...outcome, value: { ...outcome.value, bytes } } };
}

afterEach(() => jest.restoreAllMocks());

test('a disk that is too slow ends it in the middle of an answer', async () => {
  const { recording, said, activity } = await recordingTo(at('slow.ndjson'));
  for (let count = 0; count < 4; count++) recording.observe(answerOf(40 * 1024 * 1024));
  expect(activity()).toBeUndefined();
  expect(said.at(-1)).toMatch(/^RECORDING STOPPED: the disk is too slow for it; /);
  await recording.stop();
});

test('what is missing stays the last word when it is ended with w', async () => {
  const { recording, said } = await recordingTo(at('closed.ndjson'));
  const { close } = Object.getOwnPropertyDescriptors(AppendedFile.prototype);
  jest.spyOn(AppendedFile.prototype, 'close').mockImplementation(async function (this: AppendedFile) {
    await close.value?.call(this);
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  });
  recording.observe(answerOf(1000));
  recording.toggle();
  await eventually(() =>
    said.length > 1 ? Promise.resolve() : Promise.reject(new Error('nothing was said')),
  );
  // Whatever is said after it is said by now.
  await new Promise(setImmediate);
  expect(said.slice(1)).toEqual([expect.stringMatching(/^RECORDING STOPPED: the disk is full; /)]);
});
