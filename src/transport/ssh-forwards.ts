/** The sockets here that lead to those of one other machine, each ordered once from the ssh that is connected to it. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Failure } from '../model/failure';
import { fail, succeed, type Result } from '../result';
import { formatRemote, type SshLogin, type SshRemote } from '../targets/ssh-url';
import { type Forward, forwardArguments } from './ssh-command';
import { failureOfForward, linesOf } from './ssh-failure';

export interface Master {
  readonly login: SshLogin;
  readonly folder: string;
  readonly controlPath: string;
  readonly env: NodeJS.ProcessEnv;
}

type Ordered = Result<string, Failure>;

interface Order extends Forward {
  readonly settle: (ordered: Ordered) => void;
}

const orderLimitMs = 5000;
/** At once: a command line has its limits. */
const mostOrders = 100;

export class SshForwards {
  readonly #master: Master;
  readonly #known = new Map<string, Promise<Ordered>>();
  #count = 0;
  #waiting: Order[] = [];
  #isOrdering = false;

  constructor(master: Master) {
    this.#master = master;
  }

  /** The path of the socket here; never rejects. */
  pathTo(remote: SshRemote): Promise<Ordered> {
    const key = formatRemote(remote);
    const known = this.#known.get(key) ?? this.#order(remote);
    this.#known.set(key, known);
    void known.then(({ ok }) => {
      if (!ok) this.#known.delete(key);
    });
    return known;
  }

  #order(remote: SshRemote): Promise<Ordered> {
    const path = join(this.#master.folder, `${++this.#count}`);
    return new Promise((settle) => {
      this.#waiting.push({ remote, path, settle });
      if (!this.#isOrdering) void this.#orderAll();
    });
  }

  /** Those that come while ssh is busy go together in its next turn. */
  async #orderAll(): Promise<void> {
    this.#isOrdering = true;
    while (this.#waiting.length > 0) {
      await Promise.resolve();
      const orders = this.#waiting.splice(0, mostOrders);
      const failure = await runOrder(this.#master, orders);
      for (const { path, settle } of orders) settle(failure === undefined ? succeed(path) : fail(failure));
    }
    this.#isOrdering = false;
  }
}

function runOrder(
  { login, controlPath, env }: Master,
  orders: readonly Forward[],
): Promise<Failure | undefined> {
  const words = forwardArguments(login, controlPath, orders);
  return new Promise((resolve) => {
    execFile('ssh', words, { env, timeout: orderLimitMs }, (error, _stdout, stderr) => {
      resolve(error === null ? undefined : failureOfForward(linesOf(stderr)));
    });
  });
}
