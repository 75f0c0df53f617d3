/** An advice for people: the load, how many slots it needs, a fragment of an ini, and what could not be known. */
import { plural } from '../format/quantity';
import { wrap } from '../format/text';
import type { Advice, AdviceLine } from './advice';
import { loadLines, sizingLines } from './load-text';

export interface TextStyle {
  /** Columns. */
  readonly width: number;
  /** Of a moment, ms since the epoch. */
  readonly clock: (wallMs: number) => string;
}

/** Narrower, words would stand alone. */
const leastWidth = 40;
const mostWidth = 120;

/** @param name of the instance, as it can be shown */
export function adviceLines(name: string, advice: Advice, style: TextStyle): string[] {
  const width = Math.min(mostWidth, Math.max(leastWidth, style.width));
  const { load, sizing, missing, caveats, unknowns, lines } = advice;
  return [
    name,
    ...missingLines(advice, width),
    ...(load === undefined ? [] : ['', 'LOAD', ...loadLines(load, { ...style, width })]),
    ...(sizing === undefined ? [] : ['', 'SLOTS', ...sizingLines(sizing, width)]),
    ...section('KEEP IN MIND', caveats, width),
    ...(lines.length === 0 ? [] : ['', ...iniLines(lines, width)]),
    ...section('NOT ADVISED', lines.filter(({ value }) => value === undefined).map(asSentence), width),
    ...section('COULD NOT BE KNOWN', missing.length > 0 ? [] : unknowns, width),
  ];
}

function missingLines({ state, missing }: Advice, width: number): string[] {
  if (state === 'enough') return [];
  const head = state === 'no-workers' ? '' : 'Not enough data for an advice: ';
  return wrap(`${head}${missing.join('; ')}.`, width - 2).map((line) => `  ${line}`);
}

const asSentence = ({ option, reason, today, doubt }: AdviceLine): string =>
  `${option}${today === undefined ? '' : ` (today ${today})`}: ${reason}${doubt === undefined ? '' : `; not known: ${doubt}`}`;

function section(title: string, sentences: readonly string[], width: number): string[] {
  if (sentences.length === 0) return [];
  const items = sentences.flatMap((sentence) =>
    wrap(sentence, width - 4).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`),
  );
  return ['', title, ...items];
}

/** Can be pasted into a configuration as it is. */
function iniLines(lines: readonly AdviceLine[], width: number): string[] {
  const advised = lines.filter(({ value }) => value !== undefined);
  const changed = advised.filter(({ value, today }) => value !== today).length;
  return [
    '[uwsgi]',
    ...comment(
      `${plural(advised.length, 'line')}, ${changed === 0 ? 'none' : changed} of them other than today`,
      width,
    ),
    ...advised.flatMap((line) => ['', ...comments(line, width), `${line.option} = ${line.value ?? ''}`]),
  ];
}

function comments(
  { reason, evidence, today, value, confidence, doubt }: AdviceLine,
  width: number,
): string[] {
  const before = today === undefined ? 'today: not known' : today === value ? 'as today' : `today: ${today}`;
  return [
    ...comment(reason, width),
    ...(evidence === undefined ? [] : comment(`measured: ${evidence}`, width)),
    ...(doubt === undefined ? [] : comment(`not known: ${doubt}`, width)),
    ...comment(`${before}; confidence: ${confidence}`, width),
  ];
}

const comment = (sentence: string, width: number): string[] =>
  wrap(sentence, width - 2).map((line) => `; ${line}`);
