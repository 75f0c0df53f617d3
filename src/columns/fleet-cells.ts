/** The cells of the fleet table that say more than a number. */
import { plural } from '../format/quantity';
import type { InstancePhase, InstanceState } from '../model/instance';
import { blank, type Cell, type Tone } from './column';
import { nextWorker } from './fleet-next';
import type { FleetRow, GroupRow } from './instance-row';
import { describeNext } from './next';
import { queueTone } from './queue-tone';

const phaseTones: Record<InstancePhase, Tone> = {
  connecting: 'dim',
  up: 'busy',
  stale: 'warning',
  down: 'critical',
};

export function stateCell(row: FleetRow): Cell {
  const tone = phaseTones[row.phase];
  return {
    text: row.kind === 'instance' ? row.phase : `${inPhase(row, 'up')}/${row.members.length} up`,
    tone,
  };
}

export function nameCell(row: FleetRow): Cell {
  const { name, depth } = row;
  if (row.kind === 'instance') return { text: name, tone: 'strong', depth };
  const missing = (['down', 'stale'] as const).flatMap((phase) => {
    const amount = inPhase(row, phase);
    return amount === 0 ? [] : [`${amount} ${phase}`];
  });
  const said = missing.length === 0 ? '' : ` (${missing.join(', ')})`;
  return { text: `${name}${said}`, tone: 'strong', fold: row.isFolded ? 'folded' : 'open' };
}

const inPhase = ({ members }: GroupRow, phase: InstancePhase) =>
  members.reduce((amount, member) => amount + Number(member.phase === phase), 0);

export function kindCell(row: FleetRow): Cell {
  const kindOf = ({ seen }: InstanceState) => {
    const kind = seen?.sighting.snapshot.kind;
    return kind === 'worker' ? 'uwsgi' : kind;
  };
  return { text: inCommon(row, kindOf, 'kinds'), tone: 'dim' };
}

export const versionCell = (row: FleetRow): Cell => ({
  text: inCommon(row, ({ seen }) => seen?.version, 'versions'),
});

/** What the instances of a group have in common, or how many of it they have. */
function inCommon(
  row: FleetRow,
  textOf: (instance: InstanceState) => string | undefined,
  noun: string,
): string {
  if (row.kind === 'instance') return textOf(row.instance) ?? '-';
  const texts = new Set(row.members.flatMap(({ instance }) => textOf(instance) ?? []));
  const [only = '-'] = texts;
  return texts.size > 1 ? `${texts.size} ${noun}` : only;
}

export function workersCell(row: FleetRow): Cell {
  const { figures } = row;
  if (figures !== undefined)
    return { text: `${figures.byActivity.busy}/${figures.active}`, share: figures.busyRatio };
  const seen = row.kind === 'instance' ? row.instance.seen : undefined;
  if (seen === undefined) return { text: '-' };
  const { snapshot } = seen.sighting;
  switch (snapshot.kind) {
    case 'worker':
      return { text: '-' };
    case 'emperor':
      return { text: plural(seen.vassals.length, 'vassal') };
    case 'router': {
      const nodes = (snapshot.document.subscriptions ?? []).reduce(
        (sum, { nodes }) => sum + (nodes?.length ?? 0),
        0,
      );
      return { text: plural(nodes, 'node') };
    }
  }
}

export function queueCell({ figures }: FleetRow): Cell {
  const { listenQueue, listenQueueMax } = figures ?? {};
  if (listenQueue === undefined) return { text: '-' };
  if (listenQueueMax === undefined) return { text: `${listenQueue}/-` };
  const tone = queueTone(listenQueue / listenQueueMax);
  return { text: `${listenQueue}/${listenQueueMax}`, tone };
}

export function alertsCell({ alerts }: FleetRow): Cell {
  const [worst] = alerts;
  if (worst === undefined) return blank;
  return worst.severity === 'critical'
    ? { text: `CRIT ${alerts.length}`, tone: 'critical' }
    : { text: `warn ${alerts.length}`, tone: 'warning' };
}

export function nextOfRow(row: FleetRow): Cell {
  const next = nextWorker(row);
  if (next === undefined) return blank;
  const { instance, worker, forecast } = next;
  const herd = instance.seen?.outlook.herd?.workers ?? [];
  const more = herd.includes(worker) ? ` x${herd.length}` : '';
  const whose = row.kind === 'group' ? `${instance.target.name} ` : '';
  const tone = forecast.limit === 'harakiri' && forecast.value / forecast.threshold >= 0.5;
  return { text: `${whose}${worker}: ${describeNext(forecast)}${more}`, tone: tone ? 'warning' : 'plain' };
}
