/** What is left to read after the fact. */
import type { ConfigRule } from '../rule';
import { hasApplication } from '../applications';

const blindLogging: ConfigRule = {
  id: 'L63',
  name: 'blind-logging',
  severity: 'info',
  why: 'After a kill or a wave of errors nothing tells which requests they were.',
  check: (facts) => {
    const option = facts.last('disable-logging');
    if (option === undefined || !facts.isOn('disable-logging')) return [];
    const wanted = ['log-4xx', 'log-5xx', ...(facts.countOf('harakiri') > 0 ? ['harakiri-verbose'] : [])];
    const missing = wanted.filter((name) => facts.lacks(name));
    if (missing.length === 0) return [];
    const loss = missing.some((name) => name.startsWith('log-'))
      ? 'failed requests leave no trace'
      : 'a kill does not tell where the request hung';
    const message = `disable-logging without ${missing.join(', ')}: ${loss}`;
    return [{ message, fix: `${missing[0] ?? ''} = true`, origin: option.origin }];
  },
};

const logsEveryRequest: ConfigRule = {
  id: 'L81',
  name: 'logs-every-request',
  severity: 'info',
  why: 'A line for each request hides the few that matter, and the proxy in front writes one as well.',
  check: (facts) => {
    const wanted = ['log-format', 'req-logger', 'logger-req', 'log-master'];
    if (!hasApplication(facts) || !facts.lacks('disable-logging', ...wanted)) return [];
    const message = 'every request is logged: with log-4xx, log-5xx and log-slow only those that matter are';
    return [{ message, fix: 'disable-logging = true, with log-4xx = true and log-5xx = true' }];
  },
};

export const loggingRules: readonly ConfigRule[] = [blindLogging, logsEveryRequest];
