/** The listen queues of an instance: what uWSGI tells of its TCP sockets, what the kernel tells of the UNIX ones. */
import type { RawSocket } from '../stats/schema';
import type { HostFacts } from './host-facts';

export interface QueueState {
  /** As uWSGI names the socket. */
  readonly socket: string;
  readonly length?: number | undefined;
  readonly max?: number | undefined;
  /** `uwsgi` for its own count, else the file of the kernel that told; absent where nobody did. */
  readonly source?: string | undefined;
  /** Why there is no length. */
  readonly reason?: string | undefined;
}

/** uWSGI's listen where it is known not to be set. */
export const usualListen = 100;

const unseen = "uWSGI cannot see a UNIX socket's queue, and the machine was not asked";

/**
 * uWSGI prints 0 of 0 where it cannot see a queue, which is every UNIX socket; there the kernel is asked, if it is ours
 * to ask. The kernel does not tell the limit: that is the option listen.
 */
export function queuesOf(
  sockets: readonly RawSocket[] | undefined,
  host: HostFacts | undefined,
  listen: number | undefined,
): QueueState[] {
  return (sockets ?? []).map(({ name, queue, max_queue: max }, index): QueueState => {
    if (queue !== undefined && max !== undefined && max > 0) {
      return { socket: name, length: queue, max, source: 'uwsgi' };
    }
    if (host?.local !== true) return { socket: name, reason: host?.reason ?? unseen };
    const facts = host.queues[index]?.socket === name ? host.queues[index] : undefined;
    if (facts?.length === undefined) return { socket: name, reason: facts?.reason ?? unseen };
    return { socket: name, length: facts.length, max: listen, source: facts.source };
  });
}

/** The one that is nearest to being full; of those whose limit is not known, the longest. */
export function fullestQueue(queues: readonly QueueState[]): QueueState | undefined {
  const known = queues.filter(({ length }) => length !== undefined);
  return known.reduce<QueueState | undefined>(
    (fullest, queue) => (fullest === undefined || fill(queue) > fill(fullest) ? queue : fullest),
    undefined,
  );
}

/** Without a limit a longer queue is a fuller one, but never fuller than one that is full. */
const fill = ({ length = 0, max }: QueueState) =>
  max === undefined || max <= 0 ? length / (length + 100) : length / max;
