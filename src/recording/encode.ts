/** Observations as lines. What seldom changes is written where it does. Pure. */
import { jsonText } from '../format/json-text';
import { maskText } from '../format/secrets';
import type { Observation, TargetLabel } from '../model/observation';
import { formatNumber, type RecordingHeader, whatIsMasked } from './format';
import { maskedDocument, maskedLabel, maskedTexts } from './masked';
import { RecordedIds } from './recorded-ids';

/** What is left out while it is as it was. */
const lasting = ['host', 'limits', 'vassalStats'] as const;
type Lasting = (typeof lasting)[number];

/** As it was written last: the object, and its text. */
type Written = Partial<Record<Lasting, { readonly value: unknown; readonly text: string }>>;

/** The lines of one file. */
export class Encoder {
  readonly #ids = new RecordedIds();
  readonly #written = new Map<string, Written>();

  header({ targets, ...header }: RecordingHeader): string {
    return line({
      uwtopRecording: formatNumber,
      ...header,
      masked: whatIsMasked,
      targets: this.#labels(targets),
    });
  }

  targets(targets: readonly TargetLabel[]): string {
    return line({ targets: this.#labels(targets) });
  }

  round(wallMs: number, isBaseline: boolean): string {
    return line({ round: wallMs, ...(isBaseline && { baseline: true }) });
  }

  observation(observation: Observation): string {
    const { targetId, wallMs, monotonicMs, latencyMs, outcome } = observation;
    const moment = { at: wallMs, target: this.#ids.of(targetId), monotonicMs, latencyMs };
    if (!outcome.ok) return line({ ...moment, failure: maskedTexts(outcome.failure) });
    const { snapshot, repairs, bytes, hint } = outcome.value;
    const head = line({
      ...moment,
      bytes,
      ...(repairs > 0 && { repairs }),
      ...(hint !== undefined && { hint: maskText(hint) }),
    }).slice(0, -2);
    const document = jsonText(maskedDocument(snapshot));
    return `${head},"document":${document}${this.#changes(observation)}}\n`;
  }

  #changes(observation: Observation): string {
    const before = this.#written.get(observation.targetId) ?? {};
    const now: Written = {};
    let changes = '';
    for (const key of lasting) {
      const value = observation[key];
      const known = before[key];
      const written = known !== undefined && known.value === value ? known : { value, text: textOf(value) };
      now[key] = written;
      if (written.text !== (known?.text ?? 'null')) changes += `,"${key}":${written.text}`;
    }
    this.#written.set(observation.targetId, now);
    return changes;
  }

  #labels(targets: readonly TargetLabel[]): TargetLabel[] {
    return targets.map((target) => ({ ...maskedLabel(target), id: this.#ids.of(target.id) }));
  }
}

const textOf = (value: unknown): string => (value === undefined ? 'null' : jsonText(maskedTexts(value)));

const line = (value: object): string => `${jsonText(value)}\n`;
