/** A slow wave and its integral: what has come in all by a moment, without stepping through the time. */

export interface Wave {
  readonly perSecond: number;
  readonly amplitude: number;
  readonly periodMs: number;
}

export function waveRate(wave: Wave, momentMs: number): number {
  return wave.perSecond * (1 + wave.amplitude * Math.sin((2 * Math.PI * momentMs) / wave.periodMs));
}

/** Whole events between two moments; it never falls as `toMs` grows. */
export function waveCount(wave: Wave, fromMs: number, toMs: number): number {
  const turn = (momentMs: number): number => Math.cos((2 * Math.PI * momentMs) / wave.periodMs);
  const waved = ((wave.amplitude * wave.periodMs) / (2 * Math.PI)) * (turn(fromMs) - turn(toMs));
  return Math.floor((wave.perSecond * (toMs - fromMs + waved)) / 1000);
}
