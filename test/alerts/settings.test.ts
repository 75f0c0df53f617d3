import { settingsWith } from '../../src/alerts/rule-table';
import { createSituation, note } from '../../src/alerts/situation';
import { busyCore, failedObservation, target } from '../support/documents';
import { about, four, polls, watch } from './watched';

describe('settings', () => {
  test('of a rule that are stated win, the later over the earlier, and what is left out stays', () => {
    const settings = settingsWith(
      { 'busy-ratio': { warning: 40, holdSeconds: 2 }, crash: { mute: true } },
      { 'busy-ratio': { warning: 60 }, crash: { mute: false } },
      undefined,
    );
    expect(settings['busy-ratio']).toEqual({
      warning: 60,
      critical: 100,
      clear: 15,
      holdSeconds: 2,
      muted: false,
    });
    expect(settings.crash.muted).toBe(false);
    expect(settings.down).toEqual({ critical: 10, clear: 0, holdSeconds: 0, muted: false });
  });

  test('reach the rules', () => {
    const workers = four({}, { status: 'busy', cores: [busyCore(-5)] });
    const observations = polls(8, () => ({ workers }));
    const settings = settingsWith({ 'busy-ratio': { warning: 75, critical: 76, holdSeconds: 3 } });
    expect(about(watch(observations, settings), 'busy-ratio')).toEqual(['3 raised busy-ratio warning']);
    const muted = settingsWith({ 'busy-ratio': { mute: true, holdSeconds: 0 } });
    expect(about(watch(observations, muted), 'busy-ratio')).toEqual([]);
  });
});

test('an observation of nobody that is watched changes nothing', () => {
  const situation = createSituation([target]);
  const noted = note(situation, { ...failedObservation(0), targetId: 'stranger' }, () => settingsWith());
  expect(noted).toEqual({ situation, changes: [] });
});
