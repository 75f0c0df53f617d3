/** Runs what may never end in a process of its own, which tells each case before it begins: whatever happens, it is known where. */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';

const tellingFd = 3;

/** In the process that is watched. Written at once: nothing else may happen before the case ends. */
export const begin = (name) => writeSync(tellingFd, `${name}\n`);

/**
 * @param words of node
 * @param stallMs a case that takes longer never ends
 * @param tell is told the case, and what became of it
 * @returns the exit code; 1 where the process had to be ended, or died
 */
export function watch(words, { stallMs, tell }) {
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  const at = follow(child.stdio[tellingFd]);
  let isEnded = false;
  const end = () => {
    isEnded = true;
    child.kill('SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, end);
  const timer = setInterval(() => {
    if (at.name === undefined || isEnded || performance.now() - at.beganMs < stallMs) return;
    tell(at.name, `no end after ${stallMs / 1000} s`);
    end();
  }, stallMs / 10);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(timer);
      if (signal !== null && !isEnded) tell(at.name ?? 'none', `the process died of ${signal}`);
      resolve(code ?? 1);
    });
  });
}

/** The case that began last, and when. */
function follow(stream) {
  const at = { name: undefined, beganMs: performance.now() };
  let rest = '';
  stream.setEncoding('utf8').on('data', (told) => {
    const lines = (rest + told).split('\n');
    rest = lines.pop();
    if (lines.length === 0) return;
    at.name = lines.at(-1);
    at.beganMs = performance.now();
  });
  return at;
}
