/** What the user has done to the screens. The numbers live in FleetState; nothing of them is kept here but a freeze. */
import type { Order } from '../columns/column';
import { type ColumnTable, type TableStart, usualOrders } from '../columns/tables';
import { usualNodeOrder } from '../columns/node-row';
import { usualVassalOrder } from '../columns/vassal-row';
import type { CoresMode } from '../columns/worker-row';
import type { Situation } from '../alerts/situation';
import type { Attachment } from './engine';

export const screenNames = ['fleet', 'instance', 'worker', 'events', 'system', 'tune', 'help'] as const;

export type ScreenName = (typeof screenNames)[number];

/** The tables that have a cursor, an order and a filter of their own. */
export type TableName = 'fleet' | InstanceTable | 'cores' | 'events' | 'system' | 'tune' | 'help';

/** What the Instance screen lists: that depends on who answers. */
export type InstanceTable = 'workers' | 'vassals' | 'nodes';

/** A way from an emperor into a vassal, which Esc leads back. */
export interface Passage {
  readonly emperorId: string;
  readonly into: Attachment;
}

export interface TableView {
  /** The row that the cursor is on, by key: it stays with its worker when the order changes. */
  readonly cursor?: string | undefined;
  /** Where that row was when the cursor came to it: there the cursor stays when the row is gone. */
  readonly row?: number | undefined;
  /** The first row shown, as long as the cursor is in sight. */
  readonly top: number;
  readonly order: Order;
  readonly filter: string;
  /** Ids of the columns that are wanted, in the table's own order; absent: as many as fit. */
  readonly columns?: readonly string[] | undefined;
}

export interface UiState {
  readonly screen: ScreenName;
  /** Where Esc leads. */
  readonly behind: readonly ScreenName[];
  readonly instanceId?: string | undefined;
  readonly workerNumber?: number | undefined;
  /** Of the instance that is looked at; workers where it has not answered. */
  readonly instanceTable?: InstanceTable | undefined;
  /** The last one leads to the instance that is looked at. */
  readonly passages?: readonly Passage[] | undefined;
  readonly tables: Readonly<Record<TableName, TableView>>;
  readonly cores: CoresMode;
  /** Names of the groups of the fleet of which only their own line is shown. */
  readonly folded: ReadonlySet<string>;
  /** While one column of the fleet is compared: the order to come back to. */
  readonly comparedFrom?: Order | undefined;
  /** The variables of requests in flight are shown on the Worker screen. */
  readonly variables?: boolean | undefined;
  /** How far back the charts reach; absent: as far as there is something to show, see zoom.ts. */
  readonly spanSeconds?: number | undefined;
  /** The filter line is being typed. */
  readonly typing: boolean;
  /** A time of the recording is being typed: as far as it is. */
  readonly time?: string | undefined;
  /** A recording is shown, not what is now. */
  readonly replaying?: boolean | undefined;
  /** The sort menu is open at this column. */
  readonly sortMenu?: number | undefined;
  /** The list of columns to choose from is open at this one. */
  readonly chooser?: number | undefined;
  /** The picture that is looked at while the model goes on. */
  readonly frozen?: (Situation & { readonly wallMs: number }) | undefined;
  /** Alerts that somebody has taken note of, each at its severity: they stay in the list and no longer call. */
  readonly acknowledged: ReadonlySet<string>;
  /** Rules that somebody does not want to hear of, each for one target: see muteKey. */
  readonly muted: ReadonlySet<string>;
  /** Clicks and the wheel come to us, not to the terminal. */
  readonly mouse?: boolean | undefined;
  /** What had to be said once, such as that the alert command failed. */
  readonly said?: string | undefined;
  /** Sentences on targets, as long as they hold: a bad entry of a targets file, a master without stats. */
  readonly notices: readonly string[];
  readonly intervalMs: number;
  /** The interval to come back to from fast refresh. */
  readonly slowIntervalMs?: number | undefined;
}

export interface UiOptions {
  readonly intervalMs: number;
  /** With one target there is no fleet to choose from: it starts inside. */
  readonly instanceIds: readonly string[];
  readonly screen?: ScreenName | undefined;
  readonly replaying?: boolean | undefined;
  readonly tables?: Partial<Readonly<Record<ColumnTable, TableStart>>> | undefined;
}

const table = (order: Order): TableView => ({ top: 0, order, filter: '' });
const noOrder: Order = { column: 'none', descending: false };

export function createUi({ intervalMs, instanceIds, screen: chosen, replaying, tables }: UiOptions): UiState {
  const usual = instanceIds.length === 1 ? 'instance' : 'fleet';
  const screen = chosen ?? usual;
  return {
    screen,
    behind: wayTo(screen, usual),
    ...(replaying === true && { replaying }),
    instanceId: instanceIds[0],
    // uWSGI counts its workers from 1 on.
    ...(screen === 'worker' && { workerNumber: 1 }),
    tables: {
      fleet: { ...table(usualOrders.fleet), ...tables?.fleet },
      workers: { ...table(usualOrders.workers), ...tables?.workers },
      vassals: table(usualVassalOrder),
      nodes: table(usualNodeOrder),
      cores: table({ column: 'worker', descending: false }),
      events: table({ column: 'time', descending: true }),
      system: table(noOrder),
      tune: table(noOrder),
      help: table(noOrder),
    },
    cores: 'off',
    folded: new Set(),
    typing: false,
    acknowledged: new Set(),
    muted: new Set(),
    notices: [],
    intervalMs,
  };
}

/** Esc leads back as if somebody had walked to the screen from where it usually starts. */
function wayTo(screen: ScreenName, usual: 'fleet' | 'instance'): readonly ScreenName[] {
  if (screen === usual || screen === 'fleet') return [];
  return screen === 'worker' ? [...wayTo('instance', usual), 'instance'] : [usual];
}
