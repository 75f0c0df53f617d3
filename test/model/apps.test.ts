/** Applications over all workers that have them loaded. */
import { appsOf, longestStartupSeconds } from '../../src/model/apps';
import { worker, workerDocument } from '../support/documents';

const app = (change: object) => ({ mountpoint: '', requests: 1, exceptions: 0, startup_time: 1, ...change });

test('are summed by their mountpoints, in the order in which uWSGI lists them', () => {
  const document = workerDocument([
    worker({ apps: [app({ requests: 5, chdir: '/srv/a' }), app({ mountpoint: '/admin', startup_time: 9 })] }),
    worker({ apps: [app({ requests: 7, exceptions: 2, startup_time: 4 })] }),
    worker({}),
  ]);
  expect(appsOf(document)).toEqual([
    { mountpoint: '', chdir: '/srv/a', workers: 2, requests: 12, exceptions: 2, startupSeconds: 4 },
    { mountpoint: '/admin', chdir: '', workers: 1, requests: 1, exceptions: 0, startupSeconds: 9 },
  ]);
  expect(longestStartupSeconds(appsOf(document))).toBe(9);
});

test('are harmless text, and no more than a page of them', () => {
  const apps = Array.from({ length: 5000 }, (_, index) => app({ mountpoint: `/${index}\x1b[31m` }));
  const found = appsOf(workerDocument([worker({ apps })]));
  expect(found).toHaveLength(200);
  expect(found[0]?.mountpoint).toBe('/0?[31m');
  expect(longestStartupSeconds([])).toBe(0);
});
