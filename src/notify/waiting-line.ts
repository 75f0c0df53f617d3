/** Notices that wait for their run. Old ones make room for new ones, and whoever comes next is told how many they were. */
import { jsonText } from '../format/json-text';

export interface WaitingLine {
  /** The oldest first. */
  readonly notices: readonly object[];
  /** Since a notice was last taken out. */
  readonly dropped: number;
}

export const emptyLine: WaitingLine = { notices: [], dropped: 0 };

export function lineUp({ notices, dropped }: WaitingLine, notice: object, longest: number): WaitingLine {
  const all = [...notices, notice];
  const kept = all.slice(-longest);
  return { notices: kept, dropped: dropped + all.length - kept.length };
}

export interface Taken {
  /** One JSON document; it says `dropped` where some were. */
  readonly document: string;
  readonly rest: WaitingLine;
}

export function takeFirst({ notices, dropped }: WaitingLine): Taken | undefined {
  const [first, ...others] = notices;
  if (first === undefined) return undefined;
  const notice = dropped === 0 ? first : { ...first, dropped };
  return { document: `${jsonText(notice)}\n`, rest: { notices: others, dropped: 0 } };
}
