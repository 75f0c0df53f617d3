/** The parts of a Grafana dashboard. */

export interface Query {
  readonly expr: string;
  readonly legend: string;
}

export interface PanelPlan {
  readonly title: string;
  readonly description: string;
  readonly unit: string;
  readonly queries: readonly Query[];
  readonly kind?: 'timeseries' | 'stat' | 'table' | 'bargauge';
  /** Of 24. */
  readonly width?: number;
  readonly max?: number;
}

export interface RowPlan {
  readonly title: string;
  readonly panels: readonly PanelPlan[];
}

const height = 8;
const columns = 24;
const source = { type: 'prometheus', uid: '${datasource}' } as const;

/** Panels from left to right, in rows of headings. */
export function layOut(rows: readonly RowPlan[]): object[] {
  const laid: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    laid.push({
      id: laid.length + 1,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: columns, h: 1 },
    });
    y += 1;
    let x = 0;
    for (const plan of panels) {
      const width = plan.width ?? 12;
      if (x + width > columns) {
        x = 0;
        y += height;
      }
      laid.push(panelOf(plan, laid.length + 1, { x, y, w: width, h: height }));
      x += width;
    }
    y += height;
  }
  return laid;
}

function panelOf(
  { title, description, unit, queries, kind = 'timeseries', max }: PanelPlan,
  id: number,
  gridPos: object,
) {
  const isTable = kind === 'table';
  return {
    id,
    type: kind,
    title,
    description,
    datasource: source,
    gridPos,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: source,
      expr,
      legendFormat: legend,
      ...(isTable && { format: 'table', instant: true }),
    })),
    fieldConfig: {
      defaults: { unit, min: 0, ...(max !== undefined && { max }) },
      overrides: [],
    },
    options: isTable
      ? { showHeader: true }
      : kind === 'timeseries'
        ? { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } }
        : { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } },
    ...(isTable && {
      transformations: [
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true, __name__: true, instance: true, job: true, stats_uri: true },
          },
        },
      ],
    }),
  };
}

/** One of the lists at the head of the dashboard. */
export const choice = (name: string, label: string, query: string): object => ({
  name,
  label,
  type: 'query',
  datasource: source,
  query: { query, refId: name },
  definition: query,
  includeAll: true,
  multi: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
  refresh: 2,
  sort: 1,
});
