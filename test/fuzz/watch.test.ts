/** A case that never ends, or takes the process with it, is named. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const watcher = JSON.stringify(join(__dirname, 'watch.mjs'));

/** Watches a process of these lines, which may begin cases, and says what was told and returned. */
function watched(lines: string): string {
  const inner = `import { begin } from ${watcher}; ${lines}`;
  const outer = `
    import { watch } from ${watcher};
    const tell = (name, reason) => console.log(name + ': ' + reason);
    console.log(await watch(['--input-type=module', '-e', ${JSON.stringify(inner)}], { stallMs: 1000, tell }));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', outer], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return stdout;
}

test.each([
  ['all of them end', 'begin(6); begin(7)', '0\n'],
  ['one fails', 'begin(6); process.exitCode = 3', '3\n'],
  ['one never ends', 'begin(6); begin(7); for (;;);', '7: no end after 1 s\n1\n'],
  ['one takes the process with it', 'begin(7); process.abort()', '7: the process died of SIGABRT\n1\n'],
])('%s', (_, lines, said) => {
  expect(watched(lines)).toBe(said);
});
