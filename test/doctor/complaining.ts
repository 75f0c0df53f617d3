/** What one rule has to say of a configuration in memory. */
import { ConfigFacts, type HostLimits } from '../../src/doctor/config-facts';
import type { Complaint } from '../../src/doctor/rule';
import { configRules } from '../../src/doctor/rules/index';
import { readFiles } from '../limits/memory-source';

export interface Asked {
  readonly host?: HostLimits;
  /** In whose folder the application stands. */
  readonly path?: string;
}

export function complaintsOf(
  id: string,
  ini: string,
  { host, path = '/srv/app.ini' }: Asked = {},
): readonly Complaint[] {
  const rule = configRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const start = { commandLine: ['uwsgi', '--ini', path] };
  return rule.check(new ConfigFacts(readFiles({ [path]: `[uwsgi]\n${ini}` }, start), host));
}

/** Of an ini whose parts stand on one line: 'a = 1; b = 2'. */
export const lines = (text: string): string => text.split('; ').join('\n');
