/** Trouble that is there while one looks. Where there is an alert for it, its words are taken. */
import type { Finding, Rules } from '../../alerts/finding';
import { loadRules } from '../../alerts/load-rules';
import { requestRules } from '../../alerts/request-rules';
import { type RuleName, settingsWith } from '../../alerts/rule-table';
import { stateRules } from '../../alerts/state-rules';
import { count, duration, percent, plural } from '../../format/quantity';
import { worryingShare } from '../../model/lasting-events';
import type { LiveFacts } from '../live-facts';
import type { Complaint, LiveRule, RuleMeta } from '../rule';
import { shownOption } from '../shown-option';

const settings = settingsWith();

/** What this alert rule would warn of if the moment lasted. */
function warnings({ instance }: LiveFacts, rules: Rules, name: RuleName): readonly Finding[] {
  const { seen } = instance;
  if (seen === undefined) return [];
  const { wallMs, monotonicMs } = seen;
  return rules({ instance, settings, wallMs, monotonicMs }).filter(
    ({ rule, measured }) => rule === name && measured >= (settings[name].warning ?? Infinity),
  );
}

interface Alerting {
  readonly rules: Rules;
  readonly alert: RuleName;
  readonly fix?: string;
}

const fromAlert = (meta: RuleMeta, { rules, alert, fix }: Alerting): LiveRule => ({
  ...meta,
  observe: (facts) =>
    warnings(facts, rules, alert).map(({ message }): Complaint => ({ message, ...(fix && { fix }) })),
});

const stuckWithoutHarakiri = fromAlert(
  {
    id: 'V04',
    name: 'stuck-without-harakiri',
    severity: 'warning',
    why: 'Nothing ever ends that request, and its worker is lost until somebody restarts it.',
  },
  { rules: requestRules, alert: 'long-request', fix: 'harakiri = 60' },
);

const queueFilling = fromAlert(
  {
    id: 'V12',
    name: 'queue-filling',
    severity: 'warning',
    why: 'Clients wait for a free worker; when the queue is full they are refused.',
  },
  { rules: loadRules, alert: 'listen-queue' },
);

const harakiriKills = fromAlert(
  {
    id: 'V13',
    name: 'harakiri-kills',
    severity: 'warning',
    why: 'Each kill is an error for a client, and a worker that has to start anew.',
  },
  { rules: requestRules, alert: 'harakiri' },
);

export const crashes = fromAlert(
  {
    id: 'V15',
    name: 'workers-crash',
    severity: 'warning',
    why: 'Each crash is an error for a client; the reason is in the logs only.',
  },
  { rules: requestRules, alert: 'crash' },
);

const vassalInTrouble = fromAlert(
  {
    id: 'V18',
    name: 'vassal-in-trouble',
    severity: 'warning',
    why: 'That application is not served, or not for long.',
  },
  { rules: stateRules, alert: 'vassal' },
);

const idleForEver: LiveRule = {
  id: 'V08',
  name: 'zombie-idle',
  severity: 'warning',
  why: 'A worker that never takes a request is one worker less, and looks like a free one.',
  observe: ({ instance: { seen } }) =>
    (seen?.conditions.zombies ?? []).flatMap(({ worker, pid }): Complaint[] => {
      const age = seen?.workers.find(({ number }) => number === worker)?.ageSeconds ?? 0;
      if (age < settledSeconds) return [];
      const message = `worker ${worker} (pid ${pid}) is up for ${duration(age)} and took no request, while others work and requests wait`;
      return [{ message, fix: `see its stack, then kill ${pid}: the master starts another` }];
    }),
};

/** Loading an application and a first quiet moment may take so long. */
const settledSeconds = 60;

const lockOfTheDead: LiveRule = {
  id: 'V11',
  name: 'lock-of-the-dead',
  severity: 'error',
  why: 'Whoever wants that lock waits for ever: nobody is left to let it go.',
  observe: ({ instance: { seen } }) =>
    (seen?.conditions.locks ?? [])
      .filter(({ holder }) => holder === 'gone')
      .map(({ name, pid }): Complaint => {
        const message = `lock "${name}" is held by pid ${pid}, which is gone: reload the workers`;
        return name === 'thunder' ? { message, fix: 'remove thunder-lock' } : { message };
      }),
};

const fewRequests = 100;

const manyExceptions: LiveRule = {
  id: 'V14',
  name: 'many-exceptions',
  severity: 'warning',
  why: 'The application fails on a part of its requests, and quick failures look like good throughput.',
  observe: ({ instance: { seen } }) => {
    const { requests = 0, exceptions = 0 } = seen?.totals ?? {};
    const share = exceptions / Math.max(1, requests);
    if (requests < fewRequests || share < worryingShare) return [];
    const message = `${percent(share)} of ${count(requests)} requests ended in an exception: see the application's log`;
    return [{ message }];
  },
};

const harakiriHasKilled: LiveRule = {
  id: 'V16',
  name: 'harakiri-has-killed',
  severity: 'info',
  why: 'Requests take longer than anybody meant them to.',
  observe: ({ instance: { seen } }) => {
    const kills = seen?.totals?.harakiriCount ?? 0;
    if (kills === 0) return [];
    const since = seen?.uptimeSeconds === undefined ? '' : ` in ${duration(seen.uptimeSeconds)}`;
    return [{ message: `harakiri made ${plural(kills, 'kill')}${since}: uWSGI's log names the requests` }];
  },
};

const applicationNotLoaded: LiveRule = {
  id: 'V20',
  name: 'application-not-loaded',
  severity: 'error',
  why: 'Every request is answered with an error, and the stats look like those of a quiet day: uWSGI counts no exception.',
  observe: ({ instance: { seen }, application }) => {
    if (application === undefined || seen === undefined || seen.apps.length > 0) return [];
    // One that still starts may yet load it.
    if (!seen.workers.some(({ activity }) => activity === 'idle' || activity === 'busy')) return [];
    const message = `no worker has loaded ${shownOption(application)}: uWSGI's log says why, where it starts`;
    return [{ message }];
  },
};

export const troubleRules: readonly LiveRule[] = [
  stuckWithoutHarakiri,
  idleForEver,
  lockOfTheDead,
  queueFilling,
  harakiriKills,
  manyExceptions,
  crashes,
  harakiriHasKilled,
  vassalInTrouble,
  applicationNotLoaded,
];
