/** Faults that other tests hold as a whole: where, so that the table names all of them. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface HeldElsewhere {
  readonly fault: string;
  readonly said: string;
  readonly file: string;
  /** As it stands in the file. */
  readonly test: string;
}

export const heldElsewhere: readonly HeldElsewhere[] = [
  {
    fault: 'disk full',
    said: 'RECORDING STOPPED: the file may not become larger',
    file: 'recording.test.ts',
    test: 'where the disk is full that is loud, the screens go on',
  },
  {
    fault: 'EPIPE',
    said: '(nothing: who reads has gone; exit code 0)',
    file: 'once.test.ts',
    test: 'a reader that goes away early is no error',
  },
  {
    fault: 'closed stdin',
    said: 'one round is printed, and why',
    file: 'once.test.ts',
    test: 'a terminal on stdout but none on stdin',
  },
  {
    fault: 'terminal gone',
    said: '(nothing: the program ends by itself)',
    file: 'lifecycle.test.ts',
    test: 'the terminal goes away',
  },
];

export const isThere = ({ file, test }: HeldElsewhere): boolean =>
  readFileSync(resolve(__dirname, '../e2e', file), 'utf8').includes(test);
