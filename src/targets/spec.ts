/** What may be typed for targets: one address, a range of ports, or a pattern of sockets that is followed. */
import { displayText, excerpt } from '../format/text';
import { fail, succeed, type Result } from '../result';
import { type AddressError, parseTarget, splitName, type Target } from './address';
import { isPattern } from './pattern';

export type TargetSpec = { readonly kind: 'targets'; readonly targets: readonly Target[] } | SocketPattern;

export interface SocketPattern {
  readonly kind: 'files' | 'abstract';
  /** A path, or the name of an abstract socket without its @. */
  readonly pattern: string;
  /** The name that was given: that of a group, for it stands for many. */
  readonly group?: string | undefined;
  readonly text: string;
}

/** More ports than anybody's uWSGI listens on; each of them would be asked each second. */
export const mostPortsInRange = 1000;

export function parseSpec(text: string): Result<TargetSpec, AddressError> {
  const { name, address } = splitName(text);
  if (isPattern(address)) return succeed(patternOf(address, name, text));
  const range = rangeIn(address);
  if (range !== undefined) return parseRange(range, name, text);
  const parsed = parseTarget(text);
  return parsed.ok ? succeed({ kind: 'targets', targets: [parsed.value] }) : parsed;
}

function patternOf(address: string, name: string | undefined, text: string): SocketPattern {
  const group = name === undefined ? undefined : displayText(name).trim();
  return address.startsWith('@')
    ? { kind: 'abstract', pattern: address.slice(1), group, text }
    : { kind: 'files', pattern: address, group, text };
}

interface Range {
  readonly before: string;
  readonly first: number;
  readonly last: number;
  readonly after: string;
}

/** Ports of a host, plain, over HTTP, or behind an ssh host. */
const ranges = [
  /^((?:tcp:\/\/)?[^/]*:)(\d+)-(\d+)$/i,
  /^(https?:\/\/[^/]*:)(\d+)-(\d+)(\/.*)?$/i,
  /^(ssh:\/\/[^/]+\/[^/]*:)(\d+)-(\d+)$/i,
];

function rangeIn(address: string): Range | undefined {
  // A socket or a file of such a name.
  if (/^(?:@|unix:|file:|\.|~)/i.test(address)) return undefined;
  const found = ranges.map((range) => range.exec(address)).find((match) => match !== null);
  if (found == null) return undefined;
  const [, before = '', first, last, after = ''] = found;
  return { before, first: Number(first), last: Number(last), after };
}

function parseRange(range: Range, name: string | undefined, text: string): Result<TargetSpec, AddressError> {
  const { first, last } = range;
  const ports = last - first + 1;
  const refuse = (reason: string) =>
    fail({ code: 'address' as const, text, message: `"${excerpt(text)}" ${reason}.` });
  if (ports < 1) return refuse('is a range of ports that runs backwards: write it like :9000-9009');
  if (ports > mostPortsInRange) {
    return refuse(
      `is a range of ${ports} ports, and at most ${mostPortsInRange} of one range are watched: ` +
        'give those that uWSGI listens on, like :9000-9009',
    );
  }
  const targets: Target[] = [];
  for (let port = first; port <= last; port++) {
    const parsed = parseTarget(`${range.before}${port}${range.after}`);
    if (!parsed.ok) return fail({ ...parsed.failure, text });
    targets.push(memberOf(parsed.value, port, name));
  }
  return succeed({ kind: 'targets', targets });
}

/** One name for many is that of their group. */
function memberOf(target: Target, port: number, name: string | undefined): Target {
  const group = displayText(name ?? '').trim();
  return group === '' ? target : { ...target, name: `${group}:${port}`, group };
}
