import { parseConfig } from '../../src/config/parse';
import { limitsConfiguration } from '../../src/config/parse-limits';
import { limitsOf } from '../../src/limits/limits';

test('stated limits are known by their line, what is left out stays open', () => {
  const parsed = parseConfig('limits:\n  workers: 8\n  harakiri: 60\n  max-requests: 0\n', 'config.yaml');
  if (!parsed.ok) throw new Error('refused');
  const limits = limitsOf(limitsConfiguration(parsed.value.limits));
  expect(limits.harakiriSeconds).toMatchObject({
    state: 'set',
    value: 60,
    source: "harakiri 60 s, from uwtop's config line 3",
  });
  expect(limits.processes).toMatchObject({ state: 'set', value: 8 });
  expect(limits.maxRequests).toMatchObject({ state: 'off' });
  expect(limits.listen).toMatchObject({ state: 'unknown' });
});
