import { startUwsgi, type RunningUwsgi } from './uwsgi';
import type { UwsgiRequest } from './uwsgi-options';

/** Gives a test file its servers: as many as it likes, all of them ended after its last test. */
export function serversOfThisFile(): (request: UwsgiRequest) => Promise<RunningUwsgi> {
  const starting: Promise<RunningUwsgi>[] = [];
  afterAll(async () => {
    const started = await Promise.allSettled(starting);
    const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    await Promise.all(running.map((uwsgi) => uwsgi.stop()));
  });
  return (request) => {
    const start = startUwsgi(request);
    starting.push(start);
    return start;
  };
}
