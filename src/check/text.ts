/** The line that a monitoring system reads, and the lines below it that people ask for. */
import { percent, plural, rate } from '../format/quantity';
import { excerpt } from '../format/text';
import type { InstanceState } from '../model/instance';
import type { Orders } from './judge';
import { perfdata } from './perfdata';
import { rankOf, type State } from './state';
import type { InstanceVerdict, Verdict } from './verdict';

export interface TextOptions {
  readonly orders: Orders;
  /** Lines below the first: a line an instance, a line a reason. */
  readonly verbose: boolean;
}

export function checkText({ state, instances }: Verdict, { orders, verbose }: TextOptions): string {
  const data = perfdata(instances, orders);
  const first = `${statusLine(state, summary(instances))}${data.length === 0 ? '' : ` | ${data.join(' ')}`}`;
  const lines = verbose ? worstFirst(instances).flatMap(longText) : [];
  return [first, ...lines].map((line) => `${line}\n`).join('');
}

export const statusLine = (state: State, text: string): string =>
  `UWSGI ${state} - ${clean(text, longestLine)}`;

/** Nagios keeps 4 KiB of it, performance data and all. */
const longestLine = 1500;
const longestReason = 200;

/** What stands behind a bar would be taken for performance data. */
const clean = (text: string, longest: number): string =>
  excerpt(text.replaceAll(/\s+/g, ' ').replaceAll('|', '/'), longest);

const mostNamed = 5;

function summary(instances: readonly InstanceVerdict[]): string {
  const [only, ...others] = worstFirst(instances);
  if (only === undefined) return 'no uWSGI to check';
  if (others.length === 0) return `${only.instance.target.name}: ${shortText(only)}`;
  const troubled = [only, ...others].filter(({ state }) => state !== 'OK');
  const fine = instances.length - troubled.length;
  const named = troubled
    .slice(0, mostNamed)
    .map((verdict) => `${excerpt(verdict.instance.target.name, 60)} ${verdict.state}: ${shortText(verdict)}`);
  const rest = troubled.length > mostNamed ? [`${troubled.length - mostNamed} more in trouble`] : [];
  return [...named, ...rest, `${fine} of ${plural(instances.length, 'instance')} OK`].join(' - ');
}

const worstFirst = (instances: readonly InstanceVerdict[]): InstanceVerdict[] =>
  [...instances].sort((one, other) => rankOf(other.state) - rankOf(one.state));

/** The worst reason, else what it is doing. */
function shortText({ instance, reasons: [worst, ...more] }: InstanceVerdict): string {
  if (worst === undefined) return doing(instance);
  return `${clean(worst.text, longestReason)}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
}

function doing({ seen, phase }: InstanceState): string {
  if (seen === undefined || phase !== 'up') return 'no answer';
  const { totals, vassals, router } = seen;
  if (totals !== undefined) {
    const { byActivity, active, busyness, listenQueue, listenQueueMax, requestsPerSecond } = totals;
    const queue = listenQueue === undefined ? [] : [`queue ${listenQueue} of ${listenQueueMax ?? '-'}`];
    return [
      `${byActivity.busy} of ${active} busy`,
      `busyness ${percent(busyness)}`,
      ...queue,
      `${rate(requestsPerSecond)} req/s`,
    ].join(', ');
  }
  return router === undefined
    ? `emperor of ${plural(vassals.length, 'vassal')}`
    : `router with ${plural(router.subscriptions?.length ?? 0, 'subscription')}`;
}

function longText({ instance, state, reasons }: InstanceVerdict): string[] {
  const head = `${instance.target.name} ${state}: ${doing(instance)}`;
  const lines = reasons.map((reason) => `- ${reason.state}: ${reason.text}`);
  return [head, ...lines].map((line) => clean(line, longestLine));
}
