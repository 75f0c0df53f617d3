/** Starts a stats server in a process of its own, so that its work is not measured. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('stats-server.mjs', import.meta.url));

/**
 * @param options those of demoDocument but for the moment, and `prepared`
 * @param preloaded what Node is told before the program, and the environment variables for that
 */
export async function serve(sources, options, { flags = [], variables = {} } = {}) {
  const child = spawn(process.execPath, [...flags, program, sources, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const lines = createInterface({ input: child.stdout });
  const [port] = await Promise.race([once(lines, 'line'), once(child, 'exit').then(failToStart)]);
  const answeredAtSeconds = [];
  lines.on('line', (nanoseconds) => answeredAtSeconds.push(Number(nanoseconds) / 1e9));
  return {
    address: `127.0.0.1:${port}`,
    answeredAtSeconds,
    stop: async () => {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}

function failToStart([status]) {
  throw new Error(`the stats server ended with status ${status} before it listened`);
}
