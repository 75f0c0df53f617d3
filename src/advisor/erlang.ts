/**
 * Queues with c slots under a load of A erlangs: requests that come by chance (Poisson) and wait in one line.
 *
 * B and C: A. K. Erlang, 1917; B by the recursion B(k) = A·B(k-1) / (k + A·B(k-1)), which neither overflows nor loses
 * digits (ITU, Handbook "Teletraffic Engineering"). The correction for service times that are not exponential is that
 * of Allen and Cunneen (A. O. Allen, "Probability, Statistics and Queueing Theory", 1990): a mean wait of M/G/c is that
 * of M/M/c times (1 + cv²) / 2, with cv the standard deviation of service times over their mean.
 */

/** Share of requests that are lost where nobody can wait. */
export function erlangB(slots: number, erlangs: number): number {
  let blocked = 1;
  for (let count = 1; count <= slots; count++) blocked = (erlangs * blocked) / (count + erlangs * blocked);
  return blocked;
}

/** Share of requests that have to wait; 1 where the slots are no more than the load. */
export function erlangC(slots: number, erlangs: number): number {
  if (slots <= erlangs) return 1;
  const blocked = erlangB(slots, erlangs);
  return (slots * blocked) / (slots - erlangs * (1 - blocked));
}

export interface Service {
  /** Mean, W. */
  readonly seconds: number;
  /** Standard deviation over mean; 1 is exponential. */
  readonly variation: number;
}

/** Mean wait of all requests, those that do not wait among them; undefined where the line only grows. */
export function meanWaitSeconds(slots: number, erlangs: number, service: Service): number | undefined {
  if (slots <= erlangs) return undefined;
  return erlangC(slots, erlangs) * delaySeconds(slots, erlangs, service);
}

/** 95 of 100 requests wait no longer: those that wait do so for exponential times, P(wait > t) = C·e^(-t/delay). */
export function p95WaitSeconds(slots: number, erlangs: number, service: Service): number | undefined {
  if (slots <= erlangs) return undefined;
  const probability = erlangC(slots, erlangs);
  return probability <= 0.05 ? 0 : delaySeconds(slots, erlangs, service) * Math.log(probability / 0.05);
}

/** Mean wait of those that wait. */
const delaySeconds = (slots: number, erlangs: number, { seconds, variation }: Service): number =>
  ((seconds / (slots - erlangs)) * (1 + variation ** 2)) / 2;

/** Beyond this nobody runs one uWSGI. */
const mostSlots = 100_000;

/** The fewest slots that are enough; both waits only fall with more of them. */
export function leastSlots(erlangs: number, isEnough: (slots: number) => boolean): number {
  let enough = Math.max(1, Math.floor(erlangs) + 1);
  let tooFew = enough - 1;
  for (let step = 1; !isEnough(enough) && enough < mostSlots; step *= 2) {
    tooFew = enough;
    enough += step;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

/** The highest load, as a share of the slots, of which no more than this share has to wait. */
export function highestShare(slots: number, probability: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (erlangC(slots, middle * slots) <= probability) low = middle;
    else high = middle;
  }
  return low;
}

/** By rule of thumb: slots that are busy for 70 % of the time. */
export const plainSlots = (erlangs: number): number => Math.max(1, Math.ceil(erlangs / 0.7));
