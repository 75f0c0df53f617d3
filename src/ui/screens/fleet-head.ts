/** What stands above the table of the fleet: how many are up, or how one column of them compares; and what is wrong. */
import type { Order } from '../../columns/column';
import type { Comparison } from '../../columns/comparison';
import type { FleetRow } from '../../columns/instance-row';
import { instancesIn } from '../../columns/instance-row';
import { namedOrder, worstOrder } from '../../columns/tables';
import { duration, plural, rate } from '../../format/quantity';
import { explainFailure } from '../../model/failure';
import type { InstanceState } from '../../model/instance';
import { cellText } from '../cells';
import { cutLine, fit, type Line, spread, text } from '../frame';
import type { Scene } from '../scene';

/** ` 9 up  1 stale  1 down  0 connecting   req/s 442            worst first `. */
export function summaryLine({ fleet, ui, size }: Scene): Line {
  const amounts = { up: 0, stale: 0, down: 0, connecting: 0 };
  let requestsPerSecond: number | undefined;
  for (const { phase, seen } of fleet.instances.values()) {
    amounts[phase]++;
    const known = phase === 'up' ? seen?.totals?.requestsPerSecond : undefined;
    if (known !== undefined) requestsPerSecond = (requestsPerSecond ?? 0) + known;
  }
  return spread(
    [
      text(` ${amounts.up} up  `, 'busy'),
      text(`${amounts.stale} stale  `, amounts.stale > 0 ? 'warning' : 'dim'),
      text(`${amounts.down} down  `, amounts.down > 0 ? 'critical' : 'dim'),
      text(`${amounts.connecting} connecting   `, 'dim'),
      text('req/s ', 'label'),
      text(rate(requestsPerSecond), 'strong'),
    ],
    [text(orderWithoutColumn(ui.tables.fleet.order), 'dim')],
    size.columns,
  );
}

/** No title of the table carries a mark for these. */
function orderWithoutColumn({ column, descending }: Order): string {
  switch (column) {
    case worstOrder:
      return descending ? 'worst first ' : 'best first ';
    case namedOrder:
      return 'as named ';
    default:
      return '';
  }
}

/** ` RSS  min 101M  median 210M  mean 300M  max 2.0G  of 38 of 40 instances `. */
export function comparisonLine(comparison: Comparison, { size, glyphs }: Scene): Line {
  const { title, least, median, mean, most, known, all } = comparison;
  const of = known === all ? plural(all, 'instance') : `${known} of ${plural(all, 'instance')}`;
  return cutLine(
    [
      text(` ${title} `, 'strong'),
      ...Object.entries({ min: least, median, mean, max: most }).flatMap(([name, value]) => [
        text(` ${name} `, 'label'),
        text(`${value} `, 'strong'),
      ]),
      text(` of ${of}`, 'dim'),
    ],
    size.columns,
    glyphs,
  );
}

/** How many sentences there are on targets, and the first one; the rest is below the table, or on the Events screen. */
export function noticeLine({ ui: { notices }, size, glyphs }: Scene): Line[] {
  const [first] = notices;
  if (first === undefined) return [];
  const head = notices.length === 1 ? ' notice: ' : ` ${notices.length} notices (e tells all): `;
  return [
    cutLine([text(head, 'label'), text(cellText(first, glyphs.ascii), 'warning')], size.columns, glyphs),
  ];
}

/** Why the instance under the cursor does not answer, or else the first one that does not: of its group, or of all. */
export function troubleLine(scene: Scene, rows: readonly FleetRow[], chosen: FleetRow | undefined): Line[] {
  const { glyphs, size, now } = scene;
  const isFailing = ({ failure }: InstanceState) => failure !== undefined;
  const near = chosen === undefined ? [] : chosen.kind === 'group' ? chosen.members : [chosen];
  const instance = [...near, ...instancesIn(rows)].map((row) => row.instance).find(isFailing);
  if (instance?.failure === undefined) return [];
  const age =
    instance.seen && `, numbers are ${duration((now.monotonicMs - instance.seen.monotonicMs) / 1000)} old`;
  const { cause, advice } = explainFailure(instance.failure);
  const said = cellText(`${instance.target.name}: ${cause}${age ?? ''}; ${advice}`, glyphs.ascii);
  const tone = instance.phase === 'stale' ? 'warning' : 'critical';
  return [[text(fit(` ${said}`, size.columns, 'left', glyphs), tone)]];
}
