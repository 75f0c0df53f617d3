/** One connection to another machine: an ssh of ours that is logged in there. */
import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import type { SshLogin } from '../targets/ssh-url';
import { ignore } from './receive';
import { masterArguments, silentEnvironment, stayOption, stayWords } from './ssh-command';
import { failureOfStart } from './ssh-failure';
import { SshForwards } from './ssh-forwards';
import { type SshProcess, startSsh } from './ssh-process';
import type { SshWords } from './ssh-words';
import { failureOf, isSystemError } from './system-error';

export interface SshLink {
  readonly forwards: SshForwards;
  readonly words: SshWords;
  /** Aborted when the connection is no more. Who waited for it in vain leaves nothing behind: it may live for days. */
  readonly ended: AbortSignal;
  end(): void;
}

/** For the whole login: a user may have to touch a key, a jump host to be gone through. */
const loginLimitMs = 20_000;
const lookEveryMs = 20;

/** Never rejects; what fails leaves nothing behind. */
export async function openLink(
  login: SshLogin,
  environment: NodeJS.ProcessEnv,
): Promise<Result<SshLink, Failure>> {
  const link = await startLink(login, environment, stayWords);
  return !link.ok && isUnknownOption(link.failure) ? startLink(login, environment, []) : link;
}

const isUnknownOption = ({ code, detail = '' }: Failure): boolean =>
  code === 'ssh-failed' && new RegExp(`^command-line.*: ${stayOption}$`, 'i').test(detail);

async function startLink(
  login: SshLogin,
  environment: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<Result<SshLink, Failure>> {
  const folder = await mkdtemp(join(folderForSockets(), 'uwtop-ssh-')).catch(asError);
  if (typeof folder !== 'string') return fail(failureOf(folder));
  const env = silentEnvironment(environment);
  const controlPath = join(folder, 'c');
  const ssh = startSsh(folder, [...words, ...masterArguments(login, controlPath)], env);
  const failure = await untilReady(ssh, controlPath);
  if (failure !== undefined) {
    // Where not even a shell could be started, nobody else does it.
    await rm(folder, { recursive: true, force: true }).catch(ignore);
    return fail(failure);
  }
  const forwards = new SshForwards({ login, folder, controlPath, env });
  const ending = new AbortController();
  // As many may wait as the host has targets.
  setMaxListeners(0, ending.signal);
  void ssh.ended.then(() => ending.abort());
  return succeed({ forwards, words: ssh.words, ended: ending.signal, end: () => ssh.end() });
}

/** ssh has no other way to say that it is logged in than the control socket, which it then makes. */
async function untilReady(ssh: SshProcess, controlPath: string): Promise<Failure | undefined> {
  const startedAtMs = performance.now();
  const exit: { code?: number | null } = {};
  void ssh.ended.then((code) => (exit.code = code));
  while (!existsSync(controlPath)) {
    await sleep(lookEveryMs);
    if (exit.code !== undefined) return failureOfStart(ssh.words.lines, exit.code);
    if (performance.now() - startedAtMs < loginLimitMs) continue;
    ssh.end();
    return { code: 'ssh-unreachable', detail: `no login within ${loginLimitMs / 1000} s` };
  }
  return undefined;
}

/** A path of a socket has about a hundred bytes, and ssh replaces some characters in it. */
function folderForSockets(): string {
  const folder = tmpdir();
  return /^\/[\w/.+-]{1,50}$/.test(folder) ? folder : '/tmp';
}

const asError = (error: unknown): Error => (isSystemError(error) ? error : new Error(String(error)));
