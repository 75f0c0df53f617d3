/** Whatever can be replayed: recordings, what uWSGI's stats-push wrote, folders of either or of saved snapshots. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { displayText } from '../format/text';
import { isRecording, openRecording, RecordingError, type Recording } from './open';
import { recordingOf, type Saved, savedInFile, savedInFolder } from './saved';

export interface SourceOptions {
  /** Between two documents that tell no time of their own, ms. */
  readonly intervalMs: number;
}

export async function openSource(
  paths: readonly string[],
  { intervalMs }: SourceOptions,
): Promise<Recording> {
  const places = (await Promise.all(paths.map(placesIn))).flat();
  const recordings = places.filter(({ kind }) => kind === 'recording');
  if (recordings.length === places.length) return openRecording(recordings.map(({ path }) => path));
  const [other] = places.filter(({ kind }) => kind !== 'recording');
  if (recordings.length > 0)
    throw new RecordingError(
      `${displayText(other?.path ?? '')} is no recording, and others are: replay one or the other`,
    );
  const saved = (await Promise.all(places.map((place) => savedIn(place, intervalMs)))).flat();
  await refuseUnreadable(saved, paths);
  return recordingOf(saved, intervalMs);
}

interface Place {
  readonly path: string;
  readonly kind: 'recording' | 'file' | 'folder';
}

/** A folder of recordings stands for them. */
async function placesIn(path: string): Promise<Place[]> {
  const facts = await stat(path).catch((error: unknown) => {
    throw new RecordingError(`${displayText(path)} cannot be read: ${(error as Error).message}`);
  });
  if (!facts.isDirectory())
    return [{ path, kind: (await isRecording(path)) || facts.size === 0 ? 'recording' : 'file' }];
  const names = (await readdir(path)).filter((name) => /\.ndjson(?:\.gz)?$/.test(name));
  if (names.length === 0) return [{ path, kind: 'folder' }];
  return names.map((name) => ({ path: join(path, name), kind: 'recording' }));
}

const savedIn = ({ path, kind }: Place, intervalMs: number): Promise<Saved[]> =>
  kind === 'folder' ? savedInFolder(path) : savedInFile(path, intervalMs);

/** Of what is none at all nothing would be shown. */
async function refuseUnreadable(saved: readonly Saved[], paths: readonly string[]): Promise<void> {
  const recording = recordingOf(saved, 1000);
  for await (const { observations } of recording.rounds()) if (observations.length > 0) return;
  const [damage] = recording.damages;
  const what = paths.map((path) => displayText(path)).join(', ');
  const why = damage === undefined ? '' : ` (${damage.reason})`;
  throw new RecordingError(`${what}: neither a recording of uwtop nor stats that uWSGI wrote${why}`);
}
