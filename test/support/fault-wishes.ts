/** What a test wishes of the program's wall clock and of names of hosts: fault-hooks.cjs reads it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `shiftMs` sets the clock, the name of a host gives it an address. */
export type Wishes = Readonly<Record<string, string | number>>;

export function wishIn(folder: string, wishes: Wishes): void {
  const path = join(folder, 'wishes');
  // Never half of it is read.
  writeFileSync(`${path}.new`, JSON.stringify(wishes));
  renameSync(`${path}.new`, path);
}

/** The environment of a program that looks there for its wishes. */
export const hooksIn = (folder: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--require=${resolve(__dirname, 'fault-hooks.cjs')}`,
  UWTOP_FAULTS: join(folder, 'wishes'),
});
