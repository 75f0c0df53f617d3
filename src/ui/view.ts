/** The whole picture as data: view(FleetState, UiState, size) and nothing else. */
import { wrap } from '../format/text';
import { cellText } from './cells';
import { cutLine, type Frame, text } from './frame';
import type { Scene } from './scene';
import { withInstanceTable } from './active-table';
import { eventsScreen } from './screens/events';
import { fleetScreen } from './screens/fleet';
import { helpScreen } from './screens/help';
import { instanceScreen } from './screens/instance';
import { systemScreen } from './screens/system';
import { tuneScreen } from './screens/tune';
import { workerScreen } from './screens/worker';

/** Below this a table cannot be read. */
export const smallest = { columns: 60, rows: 15 };
/** Lines of a sentence. */
const mostSaid = 4;

export function view(given: Scene): Frame {
  const scene = { ...given, ui: withInstanceTable(given.ui, given) };
  const frame = withSaid(scene);
  return { ...frame, lines: frame.lines.map((line) => cutLine(line, scene.size.columns, scene.glyphs)) };
}

/** What has to be said takes the lines that it needs from the table above; the next key gives them back. */
function withSaid(scene: Scene): Frame {
  const { ui, size, glyphs } = scene;
  const said = ui.typing || ui.said === undefined ? '' : cellText(ui.said, glyphs.ascii);
  const lines = wrap(said, size.columns - 2).slice(0, mostSaid);
  const rows = size.rows - lines.length + 1;
  if (said.length < size.columns || rows < smallest.rows) return screenOf(scene);
  const frame = screenOf({ ...scene, size: { ...size, rows } });
  const told = lines.map((line) => [text(` ${line}`, 'warning')]);
  return { ...frame, lines: [...frame.lines.slice(0, -1), ...told] };
}

function screenOf(scene: Scene): Frame {
  const { columns, rows } = scene.size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(scene);
  switch (scene.ui.screen) {
    case 'fleet':
      return fleetScreen(scene);
    case 'instance':
      return instanceScreen(scene);
    case 'worker':
      return workerScreen(scene);
    case 'events':
      return eventsScreen(scene);
    case 'system':
      return systemScreen(scene);
    case 'tune':
      return tuneScreen(scene);
    case 'help':
      return helpScreen(scene);
  }
}

function tooSmall({ size: { columns, rows } }: Scene): Frame {
  return {
    lines: [
      [text(`too small: ${columns}x${rows}`, 'warning')],
      [text(`uwtop needs ${smallest.columns}x${smallest.rows}`)],
      [text('^C quits', 'dim')],
    ].slice(0, rows),
    charts: [],
    page: { rows: 1, textLines: 0 },
  };
}
