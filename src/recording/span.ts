/** Where recordings begin and end, without reading more of them than that takes. */
import { linesOf } from './lines';

const moment = /^\{"at":(\d+(?:\.\d+)?),/;

/** Wall time of the first observation, ms. */
export async function firstMoment(path: string): Promise<number | undefined> {
  for await (const { text = '' } of linesOf(path)) {
    const [, at] = moment.exec(text) ?? [];
    if (at !== undefined) return Number(at);
  }
  return undefined;
}

/** Wall time of the last observation, ms. */
export async function lastMoment(paths: readonly string[]): Promise<number | undefined> {
  let last: number | undefined;
  for (const path of paths) {
    for await (const { text = '' } of linesOf(path)) {
      const [, at] = moment.exec(text) ?? [];
      if (at !== undefined) last = Number(at);
    }
  }
  return last;
}
