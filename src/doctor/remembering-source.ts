/** Keeps the texts of the files that a configuration was read from: comments in them are for the doctor too. */
import type { ConfigSource } from '../limits/config-source';

export interface RememberingSource {
  readonly source: ConfigSource;
  /** By absolute path. */
  readonly texts: ReadonlyMap<string, string>;
}

export function rememberingSource(files: ConfigSource): RememberingSource {
  const texts = new Map<string, string>();
  const read: ConfigSource['read'] = (path) => {
    const reading = files.read(path);
    if (reading.ok) texts.set(path, reading.value);
    return reading;
  };
  return { source: { ...files, read }, texts };
}
