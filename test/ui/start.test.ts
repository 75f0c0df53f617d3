/** How the screens start, as the command line asks for it. */
import { createUi, screenNames, type UiOptions, type UiState } from '../../src/ui/state';
import { createSituation } from '../../src/alerts/situation';
import { update } from '../../src/ui/update';

const start = (change: Partial<UiOptions>) =>
  createUi({ intervalMs: 1000, instanceIds: ['a', 'b'], ...change });
const context = { ...createSituation([]), page: { rows: 10, textLines: 0 }, wallMs: 0 };

function screensOnTheWayOut(ui: UiState): string[] {
  const after = update(ui, 'escape', context).ui;
  return after === ui ? [ui.screen] : [ui.screen, ...screensOnTheWayOut(after)];
}

test.each([
  [['a', 'b'], undefined, ['fleet']],
  [['a'], undefined, ['instance']],
  [['a', 'b'], 'instance', ['instance', 'fleet']],
  [['a', 'b'], 'worker', ['worker', 'instance', 'fleet']],
  [['a'], 'worker', ['worker', 'instance']],
  [['a'], 'fleet', ['fleet']],
  [['a', 'b'], 'events', ['events', 'fleet']],
  [['a'], 'events', ['events', 'instance']],
] as const)('with %j on the screen %p, Esc leads %j', (instanceIds, screen, way) => {
  expect(screensOnTheWayOut(start({ instanceIds, screen }))).toEqual(way);
});

test.each(screenNames)('the screen %s looks at the first instance', (screen) => {
  expect(start({ screen })).toMatchObject({ screen, instanceId: 'a' });
});

test('the screen of a worker begins with the first one', () => {
  expect(start({ screen: 'worker' }).workerNumber).toBe(1);
});

test('tables start as they are asked to, the others as usual', () => {
  const order = { column: 'rss', descending: true };
  const { tables } = start({ tables: { workers: { order, filter: 'busy', columns: ['rss'] } } });
  expect(tables.workers).toEqual({ order, filter: 'busy', columns: ['rss'], top: 0 });
  expect(tables.fleet).toEqual({ order: { column: 'worst', descending: true }, filter: '', top: 0 });
});
