import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEffectiveUser, readOwners } from '../../src/host/process-owners';
import { localFacts } from '../support/documents';

test('the user as whom a process acts, which is not the one who started it', () => {
  expect(parseEffectiveUser('Name:\tuwsgi\nUid:\t0\t33\t0\t33\nGid:\t0\t0\t0\t0\n')).toBe(33);
  expect(parseEffectiveUser('Name:\tuwsgi\n')).toBeUndefined();
});

test('of all processes of an instance that is on this machine', () => {
  const procRoot = mkdtempSync(join(tmpdir(), 'uwtop-owners-'));
  mkdirSync(join(procRoot, '100'));
  writeFileSync(join(procRoot, '100', 'status'), 'Uid:\t0\t0\t0\t0\n');
  const owners = readOwners(localFacts({ processes: { 100: {}, 101: {} } }), procRoot);
  rmSync(procRoot, { recursive: true });
  expect(owners).toEqual(new Map([[100, 0]]));
});

test('of none where it is elsewhere: small pids are alike everywhere', () => {
  expect(readOwners({ local: false, reason: 'elsewhere' })).toBeUndefined();
  expect(readOwners(undefined)).toBeUndefined();
});
