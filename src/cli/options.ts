/** Options that every command shares, and the targets they are meant for. */
import type { PolledTarget } from '../poller/target-loop';
import type { Observation, TargetLabel } from '../model/observation';
import { formatAddress, type Target } from '../targets/address';
import { maskedLabels, maskText } from '../format/secrets';
import { displayText } from '../format/text';
import { noteOpened } from '../start/has-opened';
import { toldApart } from '../targets/told-apart';
import type { Knowledge, Patience } from '../targets/knowledge';
import { openTransport } from '../transport/transport';
import type { SecretsOptions } from './ask-for-secrets';
import type { TargetOptions } from './find-targets';
import type { SettingsOptions } from './settings';

export interface ReadingOptions {
  /** For a whole answer, ms. */
  readonly timeout: number;
  /** MiB. */
  readonly maxSize: number;
  /** What is known of the vassals of a target without looking, by its id: of emperors that are not real. */
  readonly vassalStats?: ReadonlyMap<string, Observation['vassalStats']>;
}

export interface CommonOptions extends ReadingOptions, SettingsOptions, SecretsOptions, TargetOptions {
  readonly iterations?: number;
}

export interface Informed extends Patience {
  readonly knowledge: Knowledge;
}

export function openTarget(
  target: Target,
  options: ReadingOptions,
  { knowledge, patient }: Informed,
): PolledTarget {
  noteOpened();
  return {
    target,
    enrich: async (observation) => {
      const known = options.vassalStats?.get(target.id);
      const enriched = await knowledge.addTo(target, observation, { patient });
      return known === undefined ? enriched : { ...enriched, vassalStats: known };
    },
    transport: openTransport(target.address, {
      connectTimeoutMs: Math.min(3000, options.timeout),
      readTimeoutMs: options.timeout,
      maxBytes: options.maxSize * 1024 * 1024,
    }),
  };
}

/** Two of one name have their addresses behind it. */
export const labelsOf = (targets: readonly Target[]): TargetLabel[] => toldApart(targets).map(labelOf);

export function labelOf(target: Target): TargetLabel {
  const address = maskText(displayText(formatAddress(target.address)));
  const name = maskText(displayText(target.name));
  // `http://host:1717` is written with a slash behind it: no other name for it.
  return {
    id: target.id,
    name,
    address: address === `${name}/` ? name : address,
    ...(target.group !== undefined && { group: maskText(displayText(target.group)) }),
    ...(target.labels !== undefined && { labels: maskedLabels(target.labels) }),
  };
}
