/** The way from an emperor into a vassal, and back. */
import type { VassalState } from '../model/vassal';
import { chosenKey, lookAt } from './looking';
import { shownInstance, shownSituation, shownVassals } from './select';
import type { UiState } from './state';
import type { UpdateContext, Updated } from './update';
import { withTable } from './with-table';

/** Into the instance that tells the stats of the vassal under the cursor; one that is not watched yet is from now on. */
export function openVassal(ui: UiState, context: UpdateContext): Updated {
  const emperor = shownInstance(shownSituation(context, ui).fleet, ui);
  if (emperor === undefined) return { ui };
  const rows = shownVassals(emperor, ui);
  const chosen = chosenKey(
    ui,
    rows.map(({ key }) => key),
  );
  const vassal = rows.find(({ key }) => key === chosen)?.vassal;
  if (vassal === undefined) return { ui };
  const { address } = vassal.stats ?? {};
  if (address === undefined) return { ui: { ...ui, said: whyNot(vassal) } };
  const { id: emperorId, name, group = name } = emperor.target;
  const into = { address, name: vassal.id.replace(/\.(?:ini|xml|ya?ml|json|js)(?=$|[: ])/, ''), group };
  const left = withTable(ui, { cursor: chosen });
  const there = lookAt(left, { instanceId: address, workerNumber: undefined });
  const gone = { ...there, passages: [...(ui.passages ?? []), { emperorId, into }] };
  return context.fleet.instances.has(address) ? { ui: gone } : { ui: gone, effect: 'attach', attached: into };
}

function whyNot({ id, stats, pid }: VassalState): string {
  if (stats?.reason !== undefined) return `no way into ${id}: ${stats.reason}`;
  return pid > 0
    ? `where the stats of ${id} are is not known yet`
    : `${id} has no process that could tell its stats`;
}

/** undefined: nobody came this way. */
export function backToEmperor(ui: UiState): UiState | undefined {
  const passages = ui.passages ?? [];
  const last = passages.at(-1);
  if (ui.screen !== 'instance' || last === undefined) return undefined;
  if (last.into.address !== ui.instanceId) return undefined;
  const there = lookAt(ui, { instanceId: last.emperorId, workerNumber: undefined });
  return { ...there, passages: passages.slice(0, -1) };
}
