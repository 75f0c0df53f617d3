/** Settings are looked up by addresses: a recording has them, as far as they are no secret. */
import type { TargetLabel } from '../model/observation';
import { parseTarget, type Target } from '../targets/address';

export function targetOfRecording({ id, name, group, labels }: TargetLabel): Target {
  const parsed = parseTarget(id);
  const address = parsed.ok ? parsed.value.address : ({ kind: 'file', path: id } as const);
  return { id, name, address, text: id, group, labels };
}
