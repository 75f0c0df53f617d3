/** The settings that somebody wants to try: `processes=128,cheaper=8,cheaper-busyness-max=70` over today's. */

import { nearestHint } from '../../format/nearest';
import { excerpt } from '../../format/text';
import { canonicalName } from '../../limits/limit-table';
import { fail, succeed, type Result } from '../../result';
import { contradictionsIn } from './contradictions';
import { settingNames, settingTable, type NumberName } from './setting-table';
import { cheaperAlgorithms, type CheaperAlgorithm, type CheaperSettings } from './settings';

const algorithmOption = 'cheaper-algo';
/** uWSGI's int. */
const largest = 2 ** 31 - 1;

export const tryOptions: readonly string[] = [
  ...settingNames.map((name) => settingTable[name].option),
  algorithmOption,
];

type Written =
  | { readonly name: NumberName; readonly value: number }
  | { readonly name: 'algorithm'; readonly value: CheaperAlgorithm };

/** What is not written stays as in `base`. A sentence for everything that is wrong with it. */
export function parseTry(text: string, base: CheaperSettings): Result<CheaperSettings, readonly string[]> {
  const pieces = text
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
  if (pieces.length === 0)
    return fail([
      'nothing to try: write OPTION=NUMBER pairs with commas between, as in processes=8,cheaper=2',
    ]);
  const readings = pieces.map(readPiece);
  const problems = readings.flatMap((reading) => (reading.ok ? [] : [reading.failure]));
  const written = readings.flatMap((reading) => (reading.ok ? [reading.value] : []));
  const said = [...problems, ...repeated(written)];
  if (said.length > 0) return fail(said);
  const proposal = { ...base, ...Object.fromEntries(written.map(({ name, value }) => [name, value])) };
  const contradictions = contradictionsIn(proposal, new Set(written.map(({ name }) => name)));
  return contradictions.length > 0 ? fail(contradictions) : succeed(proposal);
}

function readPiece(piece: string): Result<Written, string> {
  const equals = piece.indexOf('=');
  const key = (equals < 0 ? piece : piece.slice(0, equals)).trim();
  if (equals < 0 || key === '') return fail(`${excerpt(piece, 40)}: write it as OPTION=NUMBER`);
  const value = piece.slice(equals + 1).trim();
  const option = canonicalName(key);
  if (option === algorithmOption) return readAlgorithm(value);
  const name = settingNames.find((known) => settingTable[known].option === option);
  if (name !== undefined) return readNumber(name, value);
  const hint = nearestHint(key, tryOptions) || `: these are ${tryOptions.join(', ')}`;
  return fail(`${excerpt(key, 40)} is not one of the options that can be tried${hint}`);
}

function readNumber(name: NumberName, text: string): Result<Written, string> {
  const { option, least, unset } = settingTable[name];
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value <= largest)) return fail(`${option}: ${excerpt(text, 40) || 'nothing'} is not a whole number`);
  if (value >= least) return succeed({ name, value });
  return fail(`${option} ${value}: uWSGI takes it as not set, which is ${unset}; write ${least} or more`);
}

function readAlgorithm(text: string): Result<Written, string> {
  const value = cheaperAlgorithms.find((known) => known === text);
  if (value !== undefined) return succeed({ name: 'algorithm', value });
  if (text === 'spare2')
    return fail('cheaper-algo spare2: there is none before uWSGI 2.1; 2.0 would take spare');
  const known = cheaperAlgorithms.join(', ');
  const hint = nearestHint(text, cheaperAlgorithms);
  return fail(`cheaper-algo: ${excerpt(text, 40) || 'nothing'} is none of ${known}${hint}`);
}

function repeated(written: readonly Written[]): string[] {
  const names = written.map(({ name }) => name);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map((name) => {
    const option = name === 'algorithm' ? algorithmOption : settingTable[name].option;
    return `${option} is written more than once`;
  });
}
