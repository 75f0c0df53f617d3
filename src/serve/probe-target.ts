/** Which targets may be asked for in a URL: who can reach the exporter must not read files through it. */
import { excerpt } from '../format/text';
import type { Address, Target } from '../targets/address';
import { parseSpec } from '../targets/spec';
import type { GuardedKind } from './guarded-kinds';
import { fail, type Result, succeed } from '../result';

export interface Refusal {
  readonly status: 400 | 403;
  readonly message: string;
}

export function probeTarget(url: URL, allowed: readonly GuardedKind[]): Result<Target, Refusal> {
  const texts = url.searchParams.getAll('target');
  const [text = ''] = texts;
  if (texts.length !== 1 || text === '')
    return fail({ status: 400, message: 'give one target: /probe?target=HOST:PORT' });
  const spec = parseSpec(text);
  if (!spec.ok) return fail({ status: 400, message: spec.failure.message });
  const [target, ...more] = spec.value.kind === 'targets' ? spec.value.targets : [];
  if (target === undefined || more.length > 0) {
    const message = `"${excerpt(text)}" stands for several targets: a probe is for one`;
    return fail({ status: 400, message });
  }
  return isOpen(target.address, allowed)
    ? succeed(target)
    : fail({ status: 403, message: refused(target.address) });
}

const isOpen = ({ kind }: Address, allowed: readonly GuardedKind[]): boolean =>
  kind === 'tcp' || kind === 'http' || allowed.some((name) => name === kind);

const refused = ({ kind }: Address): string =>
  kind === 'stdin'
    ? 'stdin cannot be probed'
    : `${kind} targets are not probed here: uwtop serve --allow-probe ${kind} would`;
