/** Which section of `targets` belongs to which target: it may be headed by the name or by the address. */
import { parseAddress, placeOf, type Target } from '../targets/address';
import type { TargetSettings, UwtopConfig } from './config';

type Named = Pick<Target, 'id' | 'name'>;

/** The name comes first, for it is what the user chose. */
export function settingsOfTarget(
  { targets }: Pick<UwtopConfig, 'targets'>,
  target: Named,
): TargetSettings | undefined {
  const named = targets.get(target.name);
  if (named !== undefined) return named;
  const key = [...targets.keys()].find((heading) => addressOf(heading) === target.id);
  return key === undefined ? undefined : targets.get(key);
}

/** Headings that no target answers to: slips, or targets that are not watched this time. */
export function unusedHeadings(
  { targets }: Pick<UwtopConfig, 'targets'>,
  watched: readonly Named[],
): readonly string[] {
  return [...targets.keys()].filter(
    (heading) => !watched.some(({ id, name }) => heading === name || addressOf(heading) === id),
  );
}

/** However it was written: `:1717` and `127.0.0.1:1717` are one place. */
function addressOf(heading: string): string | undefined {
  const parsed = parseAddress(heading);
  return parsed.ok ? placeOf(parsed.value) : undefined;
}
