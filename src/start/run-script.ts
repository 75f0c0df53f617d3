/** Runs a script of CommonJS as `require` would, from what was compiled of it before. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import type { CompiledStore } from './compiled-store';

interface Program {
  readonly hasOpened?: () => boolean;
}

/** @param path of a file that is ASCII throughout */
export function runScript(path: string, store: CompiledStore | undefined): void {
  const text = readFileSync(path, 'latin1');
  const source = `(function(exports,require,module,__filename,__dirname){${text}\n})`;
  const cachedData = store?.read();
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) });
  const program: { exports: Program } = { exports: {} };
  const start = script.runInThisContext() as (...values: readonly unknown[]) => void;
  start(program.exports, require, program, path, dirname(path));
  if (store === undefined || script.cachedDataRejected === false) return;
  process.once('exit', () => {
    if (program.exports.hasOpened?.() === true) store.write(() => script.createCachedData());
  });
}
