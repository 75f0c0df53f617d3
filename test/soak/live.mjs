/**
 * The built program in a real terminal on the simulated fleet, in real time: what it holds must not grow. Seen from
 * outside, in /proc: memory, open file descriptors, timers' and sockets' included, and threads.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('held-terminal.py', import.meta.url));
/** Screens, help, sorting, a chart of one worker and back: what keys open must close again. */
const keys = ['1', '2', '3', '4', '5', '6', '?', '\x1b', '>', '<', '1', '\r', '\x1b', '1'];

/** @returns a sample every few seconds, of the time after the first tenth the code is compiled and the caches are full */
export async function soakLive({ main, seconds, everySeconds }) {
  const words = [process.execPath, main, 'demo', '--interval', '1', '--seed', '1'];
  const child = spawn('python3', [program, JSON.stringify({ words, columns: 160, rows: 50 })], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [pid] = await once(createInterface({ input: child.stdout }), 'line');
  const samples = [];
  try {
    for (let second = 0; second < seconds; second++) {
      await sleep(1000);
      child.stdin.write(`${JSON.stringify(keys[second % keys.length])}\n`);
      if ((second + 1) % everySeconds === 0) samples.push({ second: second + 1, ...heldBy(Number(pid)) });
    }
  } finally {
    child.stdin.end();
    await once(child, 'exit');
  }
  if (child.exitCode !== 0) throw new Error(`the program ended with ${child.exitCode}`);
  return samples;
}

function heldBy(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]);
  return {
    residentBytes: field('VmRSS') * 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    threads: field('Threads'),
  };
}
