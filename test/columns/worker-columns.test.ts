import { servingColumns } from '../../src/columns/column';
import { workerColumns } from '../../src/columns/worker-columns';
import { workerRow } from '../../src/columns/worker-row';
import type { HostFacts } from '../../src/model/host-facts';
import { instancesAfter, localFacts, observation, worker, workerDocument } from '../support/documents';

const columnsWith = (host: HostFacts | undefined): readonly string[] => {
  const [instance] = instancesAfter(
    observation(workerDocument([worker({ pid: 100 })]), 0, { ...(host && { host }) }),
  );
  const rows = instance?.seen?.workers.map((one) => workerRow(one, 0)) ?? [];
  return servingColumns(workerColumns, rows).map(({ id }) => id);
};

test.each([
  ['is measured', { rssBytes: 2 ** 20, cpuTimeMs: 1 }],
  ['has ended, as all do when uWSGI is reloaded', { reason: 'the process has ended' }],
])('CPU keeps its place where the instance is on this machine and its process %s', (_, process) => {
  expect(columnsWith(localFacts({ readAtMs: 3, processes: { 100: process } }))).toContain('cpu');
});

test.each([
  ['runs elsewhere', { local: false, reason: 'not on this machine' } as const],
  ['was not looked for', undefined],
])('CPU takes no room where the instance %s', (_, host) => {
  expect(columnsWith(host)).not.toContain('cpu');
});
