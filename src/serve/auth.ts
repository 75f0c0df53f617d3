/** Basic authentication. */
import { createHmac, randomBytes } from 'node:crypto';
import { isPassword, parseHash, type PasswordHash } from './passwords';
import { fail, type Result, succeed } from '../result';

export type Verdict = 'welcome' | 'unknown' | 'busy';

/** Checks under way or waiting: each takes a tenth of a second of a processor. */
const mostWaiting = 16;

/** `user:scrypt$…` a line; empty lines and those that begin with # say nothing. A failure names the line, not what is in it. */
export function parseAuthFile(text: string): Result<ReadonlyMap<string, PasswordHash>, string> {
  const users = new Map<string, PasswordHash>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const colon = line.indexOf(':');
    const hash = parseHash(line.slice(colon + 1));
    if (colon < 1 || hash === undefined)
      return fail(`line ${index + 1} is not user:scrypt$…, as uwtop serve --hash-password makes it`);
    users.set(line.slice(0, colon), hash);
  }
  return users.size === 0 ? fail('no user is in it') : succeed(users);
}

export class Doorkeeper {
  readonly #users: ReadonlyMap<string, PasswordHash>;
  /** Digests of headers that were let in: a scrape every few seconds need not be checked anew. */
  readonly #welcome = new Set<string>();
  readonly #secret = randomBytes(32);
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(users: ReadonlyMap<string, PasswordHash>) {
    this.#users = users;
  }

  async judge(authorization: string | undefined): Promise<Verdict> {
    const credentials = credentialsIn(authorization);
    if (credentials === undefined) return 'unknown';
    const digest = createHmac('sha256', this.#secret)
      .update(`${credentials.user}:${credentials.password}`)
      .digest('base64');
    if (this.#welcome.has(digest)) return 'welcome';
    if (this.#waiting >= mostWaiting) return 'busy';
    if (!(await this.#check(credentials))) return 'unknown';
    // One right password a user.
    this.#welcome.add(digest);
    return 'welcome';
  }

  /** One after the other, so that nobody who guesses takes more than one processor. */
  async #check({ user, password }: Credentials): Promise<boolean> {
    this.#waiting += 1;
    // Who is not known is checked against another's, so that the time does not tell.
    const known = this.#users.get(user);
    const hash = known ?? [...this.#users.values()][0];
    const turn = this.#queue.then(() => (hash === undefined ? false : isPassword(password, hash)));
    this.#queue = turn.catch(() => undefined);
    try {
      return (await turn) && known !== undefined;
    } finally {
      this.#waiting -= 1;
    }
  }
}

interface Credentials {
  readonly user: string;
  readonly password: string;
}

function credentialsIn(authorization = ''): Credentials | undefined {
  const encoded = /^basic +([\w+/=-]{1,1024})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
