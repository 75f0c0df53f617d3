/**
 * Below the meters: the worst alert where one stands, else a state out of the ordinary, else what comes next.
 *
 *      CRITICAL  worker 3: GET /slow has been running for 49s, harakiri (1m00) kills it in 11s …   +2 more: e
 *      reloaded 3s ago: all counters began anew
 *      next      worker 7: max-requests in 2m10 (1m58-2m24)   6 workers together in 4m01
 */
import type { Alert } from '../../alerts/alert';
import { describeNextInFull } from '../../columns/next';
import { duration, plural } from '../../format/quantity';
import { wrap } from '../../format/text';
import type { InstanceState } from '../../model/instance';
import { cellText } from '../cells';
import { cutLine, type Line, lineLength, spread, text } from '../frame';
import { callingAlerts } from '../silence';
import { conditionOf } from './condition';
import type { Scene } from '../scene';

/** @param isRoomy the second line of an alert would not take a row from the table */
export function foresightLines(instance: InstanceState, scene: Scene, isRoomy: boolean): Line[] {
  const { size, glyphs, ui, alerts } = scene;
  const calling = callingAlerts(alerts, ui, instance.target.id);
  if (calling.length > 0) return alertLines(calling, scene, isRoomy);
  const condition = conditionOf(instance);
  const line = condition === undefined ? outlookLine(instance) : [text(` ${condition}`, 'warning')];
  return [cutLine(line, size.columns, glyphs)];
}

/** The worst of them, and how many more there are; on a second line what does not fit on the first. */
export function alertLines(calling: readonly Alert[], { size, glyphs }: Scene, isRoomy = true): Line[] {
  const [worst] = calling;
  if (worst === undefined) return [];
  const more: Line =
    calling.length > 1 ? [text(` +${calling.length - 1} more: `, 'label'), text('e ', 'strong')] : [];
  const head = { text: ` ${worst.severity.toUpperCase()} `, tone: worst.severity, inverse: true } as const;
  const room = size.columns - head.text.length - 1 - lineLength(more);
  const message = cellText(worst.message, glyphs.ascii);
  const [first = '', ...rest] = isRoomy ? wrap(message, room) : [message];
  const line = spread(
    cutLine([head, text(` ${first}`, worst.severity)], size.columns - lineLength(more), glyphs),
    more,
    size.columns,
  );
  if (rest.length === 0) return [line];
  const second = text(`${' '.repeat(head.text.length + 1)}${rest.join(' ')}`, worst.severity);
  return [line, cutLine([second], size.columns, glyphs)];
}

function outlookLine({ seen, limits }: InstanceState): Line {
  const { next, herd, queueFullSeconds, memoryFullSeconds } = seen?.outlook ?? {};
  const label = text(` ${'next'.padEnd(9)} `, 'label');
  const parts: Line[] = [];
  if (next !== undefined) {
    const { forecast, worker } = next;
    parts.push([
      text(`worker ${worker}: `),
      text(describeNextInFull(forecast), 'strong'),
      text(rangeText(forecast.range), 'dim'),
    ]);
  }
  if (herd !== undefined) {
    parts.push([text(`${plural(herd.workers.length, 'worker')} together in ${duration(herd.etaSeconds)}`)]);
  }
  if (queueFullSeconds !== undefined)
    parts.push([text(`queue full in ${duration(queueFullSeconds)}`, 'warning')]);
  if (memoryFullSeconds !== undefined) parts.push([text(`memory full in ${duration(memoryFullSeconds)}`)]);
  if (parts.length === 0) return [label, text(whyNothing(limits), 'dim')];
  return [label, ...parts.flatMap((part, index) => (index === 0 ? part : [text('   '), ...part]))];
}

/** Earliest and latest, where they say more than the estimate alone. */
export function rangeText(range: readonly [number, number] | undefined): string {
  if (range === undefined) return '';
  const [earliest, latest] = range.map(duration);
  if (!Number.isFinite(range[1])) return ` (${earliest ?? ''} or later)`;
  return earliest === latest ? '' : ` (${earliest ?? ''}-${latest ?? ''})`;
}

function whyNothing(limits: InstanceState['limits']): string {
  if (limits === undefined) return 'limits are being read';
  const { maxRequests, maxWorkerLifetimeSeconds, reloadOnRssBytes } = limits.limits;
  const recycling = [maxRequests, maxWorkerLifetimeSeconds, reloadOnRssBytes];
  if (recycling.every(({ state }) => state === 'unknown')) {
    return 'no limits are known: give --harakiri, --max-requests, ... or --uwsgi-config (uwtop targets tells why)';
  }
  if (recycling.every(({ state }) => state === 'off')) return 'nothing recycles workers here';
  return 'no worker is on its way to a limit';
}
