/** The other machines: each has one connection, however many targets it has, and loses no time of those that wait for it. */
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { formatLogin, type SshLogin, type SshRemote } from '../targets/ssh-url';
import { openLink, type SshLink } from './ssh-link';
import { aborted } from './system-error';

export interface Tunnel {
  /** The UNIX socket here that leads to the one over there. */
  readonly path: string;
  readonly link: SshLink;
}

export class SshHosts {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #hosts = new Map<string, SshHost>();

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /** Never rejects. Who gives up leaves alone: others may wait for the same login. */
  async reach(login: SshLogin, remote: SshRemote, signal: AbortSignal): Promise<Result<Tunnel, Failure>> {
    return signal.aborted ? fail(aborted) : unlessAborted(this.#hostOf(login).reach(remote), signal);
  }

  /** Somebody will reach for the host now and then, until he leaves. */
  join(login: SshLogin): void {
    this.#hostOf(login).users++;
  }

  /** With the last one the connection goes. */
  leave(login: SshLogin): void {
    const host = this.#hostOf(login);
    host.users--;
    host.endIfUnused();
  }

  #hostOf(login: SshLogin): SshHost {
    const key = formatLogin(login);
    const known = this.#hosts.get(key);
    if (known !== undefined) return known;
    const host = new SshHost(login, this.#environment, () => {
      // The end of its connection may come when another has taken its place.
      if (this.#hosts.get(key) === host) this.#hosts.delete(key);
    });
    this.#hosts.set(key, host);
    return host;
  }
}

/** After a failed login all targets of the host share its failure for a while: servers lock out who knocks too often. */
const firstRestMs = 5000;
const longestRestMs = 60_000;
/** What a person has to mend. Who is refused a third time soon after the first may be locked out for hours. */
const refusedRestsMs = [firstRestMs, 300_000, 600_000] as const;

class SshHost {
  readonly #login: SshLogin;
  readonly #environment: NodeJS.ProcessEnv;
  #link: Promise<Result<SshLink, Failure>> | undefined;
  #restMs = firstRestMs;
  #refusals = 0;
  readonly #onUnused: () => void;
  users = 0;

  constructor(login: SshLogin, environment: NodeJS.ProcessEnv, onUnused: () => void) {
    this.#login = login;
    this.#environment = environment;
    this.#onUnused = onUnused;
  }

  async reach(remote: SshRemote): Promise<Result<Tunnel, Failure>> {
    const link = await (this.#link ??= this.#open());
    if (!link.ok) return link;
    const path = await link.value.forwards.pathTo(remote);
    return path.ok ? succeed({ path: path.value, link: link.value }) : path;
  }

  /** A login under way is waited for: somebody may come back meanwhile. One that failed goes on to count. */
  endIfUnused(): void {
    const leaving = this.#link;
    if (leaving === undefined) this.#forget(leaving);
    void leaving?.then((link) => {
      if (this.users > 0 || !link.ok) return;
      this.#forget(leaving);
      link.value.end();
    });
  }

  #forget(link: Promise<unknown> | undefined): void {
    if (this.#link === link) this.#link = undefined;
    if (this.users === 0 && this.#link === undefined) this.#onUnused();
  }

  async #open(): Promise<Result<SshLink, Failure>> {
    const opened = await openLink(this.#login, this.#environment);
    const link = this.#link;
    const forget = (): void => this.#forget(link);
    if (opened.ok) {
      this.#restMs = firstRestMs;
      this.#refusals = 0;
      opened.value.ended.addEventListener('abort', forget, { once: true });
    } else setTimeout(forget, this.#restAfter(opened.failure)).unref();
    return opened;
  }

  #restAfter({ code }: Failure): number {
    if (code === 'ssh-auth' || code === 'ssh-host-key' || code === 'ssh-host-key-changed')
      return refusedRestsMs[this.#refusals++] ?? refusedRestsMs[2];
    const restMs = this.#restMs;
    this.#restMs = Math.min(2 * restMs, longestRestMs);
    return restMs;
  }
}

function unlessAborted<Value>(
  work: Promise<Result<Value, Failure>>,
  signal: AbortSignal,
): Promise<Result<Value, Failure>> {
  return new Promise((resolve) => {
    const settle = (outcome: Result<Value, Failure>): void => {
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
    };
    const onAbort = (): void => settle(fail(aborted));
    signal.addEventListener('abort', onAbort);
    void work.then(settle);
    if (signal.aborted) onAbort();
  });
}
