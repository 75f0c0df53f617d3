/** Hostile files and answers that can be made as long as one likes by repeating a piece, and whoever reads them. */
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { parseConfig } from '../../src/config/parse';
import { limitsOf } from '../../src/limits/limits';
import type { NonEmpty, Random } from '../../src/random/random';
import { Decoder } from '../../src/recording/decode';
import { Encoder } from '../../src/recording/encode';
import { decodeSnapshot } from '../../src/stats/decode';
import { parseTargetsFile } from '../../src/targets/targets-file';
import { readFiles } from '../limits/memory-source';
import { epochMs, observation, worker, workerDocument } from '../support/documents';
import { examineFiles } from '../doctor/reading';
import { label } from '../ui/scenes';
import { anyText, mutatedTree } from './mutate';
import { anyConfiguration, anyTargetsFile, formats } from './surroundings';
import { templates } from './templates';
import { printed, treeOf } from './tree';

export interface Reader {
  readonly name: string;
  /** Something small and hostile that it is made for. */
  readonly material: (random: Random) => string;
  readonly read: (content: string) => void;
}

const bytesOf = (content: string): Uint8Array => new Uint8Array(Buffer.from(content, 'latin1'));

function hostileDocument(random: Random): string {
  const names = Object.keys(templates);
  const template = treeOf(templates[names[random.integer(0, names.length - 1)] ?? 'worker']);
  const tree = random.chance(0.7) ? mutatedTree(random, template) : template;
  return Buffer.from(printed(tree)).toString('latin1');
}

/** The whole of what an answer brings about until it can be shown. */
function noteTwice(content: string): void {
  const read = decodeSnapshot(bytesOf(content));
  if (!read.ok) return;
  let known = createSituation([label('shop')]);
  for (const atMs of [0, 1000]) {
    const outcome = { ok: true, value: { ...read.value, bytes: content.length } } as const;
    const seen = { targetId: 'shop', wallMs: epochMs + atMs, monotonicMs: atMs, latencyMs: 1, outcome };
    known = note(known, seen, defaultSettings).situation;
  }
}

const recordedLine = (random: Random): string => {
  const line = new Encoder().observation({ ...observation(workerDocument([worker()]), 0), targetId: 'shop' });
  return Buffer.from(printed(mutatedTree(random, treeOf(JSON.parse(line))))).toString('utf8');
};

const configurationReaders = formats.flatMap((format): Reader[] => {
  const file = `/srv/app.${format}`;
  const material = (random: Random) => anyConfiguration(random, format).content;
  return [
    {
      name: `limits of ${format}`,
      material,
      read: (content) => limitsOf(readFiles({ [file]: content }, { commandLine: ['uwsgi', file] })),
    },
    { name: `doctor of ${format}`, material, read: (content) => examineFiles({ [file]: content }) },
  ];
});

function asLine(text: string): string {
  return `${text}\n`;
}

export const readers: readonly Reader[] = [
  { name: 'answer', material: hostileDocument, read: (content) => decodeSnapshot(bytesOf(content)) },
  { name: 'answer, noted', material: hostileDocument, read: noteTwice },
  { name: 'line of a recording', material: recordedLine, read: (content) => new Decoder().read(content) },
  ...configurationReaders,
  { name: 'targets file', material: anyTargetsFile, read: (content) => parseTargetsFile(content, '/t.yaml') },
  { name: 'own configuration', material: anyTargetsFile, read: (content) => parseConfig(content, 'c.yaml') },
];

/** The same text of about so many characters, for a piece of it stands there again and again. */
export function growing(random: Random, text: string): (length: number) => string {
  const { at, piece } = pieceOf(random, text);
  return (length) => {
    const times = Math.max(1, Math.ceil((length - text.length) / Math.max(1, piece.length)));
    return text.slice(0, at) + piece.repeat(times) + text.slice(at);
  };
}

/** What begins or ends something, or stands for something, in one of the grammars. */
const syntax: NonEmpty<string> = [
  ' ',
  '\n',
  ...String.raw`" \ \" [ { {" {"a": ["", , : � < </ <a> <a &amp; <!-- --> <![CDATA[ ]]> <a>x</a>`.split(' '),
  ...'% %( %(a %(a) %(a% $( $(a) @( @(a) - ? &a *a # ; if-opt='.split(' '),
  ...[
    '[uwsgi]',
    'ini = :x',
    'if-opt = a=b',
    'endif =',
    'for = a b',
    'endfor =',
    'a = %(a)',
    'set = a=%(a)%(a)',
    'a = x',
  ].map(asLine),
  ...['; uwtop: ignore L29', '# uwtop: ignore-file L29, ', '  a: x', '  - a', '<a>x</a>'].map(asLine),
];

/** Whole lines and whole objects lead further into a reader than what is cut anywhere. */
function pieceOf(random: Random, text: string): { readonly at: number; readonly piece: string } {
  const wholes = random.chance(0.5) ? [...text.matchAll(/[^\n]*\n/g)] : [...text.matchAll(/\{[^{}]*\}/g)];
  const whole = wholes[random.integer(0, Math.max(0, wholes.length - 1))];
  const at = random.integer(0, text.length);
  if (whole !== undefined && random.chance(0.6))
    return { at: whole.index, piece: whole[0].endsWith('}') ? `${whole[0]},` : whole[0] };
  if (random.chance(0.5))
    return { at: wholes.length > 0 && whole ? whole.index : at, piece: random.pick(syntax) };
  if (random.chance(0.3)) return { at, piece: anyText(random).slice(0, 60) || ' ' };
  return { at, piece: text.slice(at, at + random.integer(1, random.chance(0.5) ? 6 : 200)) || '[' };
}
