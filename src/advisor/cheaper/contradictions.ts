/** Settings that uWSGI does not start with, or with which something would not do what whoever wrote it expects. */

import { busynessNames, settingTable, type NumberName } from './setting-table';
import type { CheaperSettings } from './settings';

/** A sentence each. `written`: the names that somebody has just proposed; the others are as they are today. */
export function contradictionsIn(
  settings: CheaperSettings,
  written: ReadonlySet<NumberName | 'algorithm'>,
): string[] {
  const say = (name: NumberName): string => {
    const today = written.has(name) ? '' : ' (as today)';
    return `${settingTable[name].option} ${settings[name]}${today}`;
  };
  return [
    ...ofCheaper(settings, say),
    ...ofOverload(settings, say),
    ...ofQueue(settings),
    ...ofBusyness(settings, say),
    ...withoutEffect(settings, written),
  ];
}

type Say = (name: NumberName) => string;

function ofCheaper({ cheaper, cheaperInitial, processes }: CheaperSettings, say: Say): string[] {
  if (cheaper === 0) return [];
  if (cheaper >= processes) {
    return [`${say('cheaper')} is not below ${say('processes')}: uWSGI does not start`];
  }
  if (cheaperInitial === 0) return [];
  if (cheaperInitial < cheaper) {
    return [`${say('cheaperInitial')} is below ${say('cheaper')}: uWSGI starts with ${cheaper}`];
  }
  if (cheaperInitial > processes) {
    return [`${say('cheaperInitial')} is above ${say('processes')}: uWSGI starts with ${processes}`];
  }
  return [];
}

function ofOverload({ algorithm, cheaper, cheaperOverload }: CheaperSettings, say: Say): string[] {
  const divides = algorithm === 'spare' || algorithm === 'busyness';
  if (cheaper === 0 || cheaperOverload > 0 || !divides) return [];
  return [`${say('cheaperOverload')}: ${algorithm} divides by it, and the master crashes`];
}

function ofQueue({ algorithm, cheaper, queueIsSeen }: CheaperSettings): string[] {
  if (cheaper === 0 || algorithm !== 'backlog' || queueIsSeen) return [];
  return [
    'cheaper-algo backlog: uWSGI does not see the listen queue of a UNIX socket, and would never start a worker',
  ];
}

function ofBusyness({ algorithm, cheaper, busynessMin, busynessMax }: CheaperSettings, say: Say): string[] {
  if (cheaper === 0 || algorithm !== 'busyness') return [];
  if (busynessMin >= busynessMax) {
    return [
      `${say('busynessMin')} is not below ${say('busynessMax')}: the workers would come and go at once`,
    ];
  }
  if (busynessMax < 100) return [];
  return [`${say('busynessMax')}: busyness is never above it: only the listen queue would start workers`];
}

/** Only of what was written: today's settings may carry what does nothing. */
function withoutEffect(
  { algorithm, cheaper }: CheaperSettings,
  written: ReadonlySet<NumberName | 'algorithm'>,
): string[] {
  const option = (name: NumberName | 'algorithm'): string =>
    name === 'algorithm' ? 'cheaper-algo' : settingTable[name].option;
  return [...written].flatMap((name) => {
    const isOfCheaper = option(name).startsWith('cheaper-');
    if (cheaper === 0) return isOfCheaper ? [`${option(name)} does nothing without cheaper`] : [];
    if (name === 'algorithm' || !busynessNames.has(name) || algorithm === 'busyness') return [];
    return [`${option(name)} does nothing with cheaper-algo ${algorithm}: add cheaper-algo=busyness`];
  });
}
