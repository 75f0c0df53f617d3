/** The lines of the emergency workers of busyness: they come when requests wait, if uWSGI can see that they do. */
import type { AdviceLine } from './advice';
import { type Grounds, numberOf, todayOf } from './grounds';
import type { Scaling } from './scaling';
import { seconds } from './words';

const usualListen = 100;

export function backlogLines(grounds: Grounds, { minimum, threads, step }: Scaling): AdviceLine[] {
  const { seen, confidence, service } = grounds;
  const alert = {
    option: 'cheaper-busyness-backlog-alert',
    today: todayOf(grounds, 'cheaperBusynessBacklogAlert'),
    confidence,
  };
  if (seen.queues.length === 0) return [{ ...alert, reason: 'no socket of the application is known' }];
  if (!seen.queues.some(({ source }) => source === 'uwsgi'))
    return [{ ...alert, reason: 'uWSGI cannot see the queue of a UNIX socket: it would never act on it' }];
  const listen = numberOf(grounds, 'listen') ?? usualListen;
  const waiting = Math.max(2, Math.min(minimum * threads, Math.floor(listen / 3)));
  return [
    {
      ...alert,
      value: String(waiting),
      reason: `with ${waiting} requests waiting for ${minimum * threads} slots the next one waits about one service time`,
      evidence: service && `mean service time ${seconds(service.seconds)}`,
    },
    {
      option: 'cheaper-busyness-backlog-step',
      value: String(step),
      today: todayOf(grounds, 'cheaperBusynessBacklogStep'),
      reason: 'as cheaper-step: by then requests wait already',
      confidence,
    },
  ];
}
