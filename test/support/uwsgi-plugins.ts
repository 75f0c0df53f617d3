import { spawnSync } from 'node:child_process';
import { requireUwsgi } from './requirements';

/** Whether this uWSGI can load a plugin beside that of Python; where all is required it is said to, and the test fails. */
export function hasPlugin(name: string): boolean {
  if (process.env['UWTOP_REQUIRE_ALL'] === '1') return true;
  const words = ['--plugin', 'python3', '--plugin', name, '--version'];
  const { status, stdout, stderr } = spawnSync(requireUwsgi(), words, { encoding: 'utf8', timeout: 10_000 });
  return status === 0 && !`${stdout}${stderr}`.includes('UNABLE to load');
}
