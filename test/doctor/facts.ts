/** Facts about a configuration in memory. */
import { ConfigFacts, type HostLimits } from '../../src/doctor/config-facts';
import { placeholdersIn } from '../../src/doctor/placeholders';
import type { Complaint, ConfigRule } from '../../src/doctor/rule';
import { describeOrigin } from '../../src/limits/configuration';
import { readIni } from '../limits/memory-source';

export const factsOf = (ini: string, host: HostLimits = {}): ConfigFacts =>
  new ConfigFacts(readIni(ini), host, placeholdersIn(ini));

export const complaintsOf = (rule: ConfigRule, ini: string, host?: HostLimits): readonly Complaint[] =>
  rule.check(factsOf(ini, host));

/** 'app.ini line 3: cheaper 8 is not below processes 4 -> cheaper = 1' */
export const told = ({ origin, message, fix }: Complaint): string =>
  `${origin === undefined ? 'nowhere' : describeOrigin(origin)}: ${message} -> ${fix ?? 'nothing'}`;
