/** What uwtop's configuration file says of one target. Loaded only where there is such a file. */
import type { RuleChanges } from '../alerts/rule-table';
import type { UwtopConfig } from '../config/config';
import { limitsConfiguration } from '../config/parse-limits';
import { settingsOfTarget } from '../config/target-settings';
import type { Target } from '../targets/address';
import type { Stated } from '../targets/knowledge';

/** The target's own section ranks before what is said for all. */
export function statedInConfig(config: UwtopConfig, target: Target): Stated {
  const own = settingsOfTarget(config, target);
  const limits = [own?.limits ?? [], config.limits].filter((entries) => entries.length > 0);
  return { configurations: limits.map(limitsConfiguration), uwsgiConfig: own?.uwsgiConfig?.value };
}

export function rulesInConfig(config: UwtopConfig, target: Target): readonly RuleChanges[] {
  const own = settingsOfTarget(config, target);
  return own === undefined ? [config.alerts.rules] : [config.alerts.rules, own.rules];
}
