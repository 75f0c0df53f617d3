import { createSituation, defaultSettings, noteAll, retarget } from '../../src/alerts/situation';
import { failedObservation } from '../support/documents';

const label = (id: string) => ({ id, name: id, address: id });

test('the alerts of a target that is watched no longer are over, and that is told', () => {
  const failures = Array.from({ length: 20 }, (_, second) => ({
    ...failedObservation(second * 1000),
    targetId: 'a',
  }));
  const { situation, changes } = noteAll(
    createSituation([label('a'), label('b')]),
    failures,
    defaultSettings,
  );
  const raised = changes.filter(({ change }) => change === 'raised').map(({ alert }) => alert.rule);
  expect(raised).toContain('down');
  const after = retarget(situation, [label('b')], 77);
  expect(after.changes.map(({ change, alert, atMs }) => [change, alert.rule, atMs])).toContainEqual([
    'cleared',
    'down',
    77,
  ]);
  expect(after.situation.past.map(({ alert }) => alert.rule)).toContain('down');
  expect([...after.situation.fleet.instances.keys()]).toEqual(['b']);
  expect(after.situation.alerts.has('a')).toBe(false);
});

test('those that stay keep all that is known of them', () => {
  const before = createSituation([label('a')]);
  const { situation, changes } = retarget(before, [label('b'), label('a')], 0);
  expect([...situation.fleet.instances.keys()]).toEqual(['b', 'a']);
  expect(situation.fleet.instances.get('a')).toEqual(before.fleet.instances.get('a'));
  expect(changes).toEqual([]);
});
