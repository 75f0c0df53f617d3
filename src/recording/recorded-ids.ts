/** Names for targets in a file: their addresses, where these hold no secret. */
import { maskedId } from './masked';

export class RecordedIds {
  readonly #ids = new Map<string, string>();
  readonly #given = new Set<string>();

  /** Two addresses that differ by what is masked stay two. */
  of(id: string): string {
    const known = this.#ids.get(id);
    if (known !== undefined) return known;
    const masked = maskedId(id);
    let recorded = masked;
    for (let number = 2; this.#given.has(recorded); number++) recorded = `${masked} ${number}`;
    this.#ids.set(id, recorded);
    this.#given.add(recorded);
    return recorded;
  }
}
