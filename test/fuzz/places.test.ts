/** Every field that uwtop reads of a document x every kind of hostility: one of them is in each document. */
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { createRandom } from '../../src/random/random';
import { decodeSnapshot } from '../../src/stats/decode';
import {
  appSchema,
  coreSchema,
  emperorDocumentSchema,
  routerDocumentSchema,
  workerDocumentSchema,
  workerSchema,
} from '../../src/stats/schema';
import { epochMs } from '../support/documents';
import { hostileBytes, hostileKeys, hostileNumbers, hostileTexts } from '../support/hostile-texts';
import { label } from '../ui/scenes';
import { pollutionProblems } from './pollution';
import { walk } from './screens';
import { templates } from './templates';
import { changedAt, placesOf, printed, text, token, type Tree, treeOf } from './tree';
import { problemsOnTheWaysOut } from './ways-out';

/** One change; what it leaves alone is no place for it. */
type Attack = (tree: Tree) => Tree;

const onTexts =
  (make: (before: string) => Tree): Attack =>
  (tree) =>
    tree.is === 'text' ? make(tree.text) : tree;
const onKeys =
  (key: string): Attack =>
  (tree) =>
    tree.is === 'object'
      ? { is: 'object', members: [{ key, as: 'json', value: text('x') }, ...tree.members] }
      : tree;
const onNumbers =
  (number: string): Attack =>
  (tree) =>
    tree.is === 'token' ? token(number) : tree;

const deep = (tree: Tree): Tree =>
  tree.is === 'text' ? token(`${'['.repeat(9000)}${']'.repeat(9000)}`) : tree;
const twice: Attack = (tree) =>
  tree.is === 'object' ? { is: 'object', members: [...tree.members, ...tree.members] } : tree;

const attacks: readonly (readonly [string, Attack])[] = [
  ...Object.entries(hostileTexts).flatMap(([name, content]): [string, Attack][] => [
    [name, onTexts(() => text(content))],
    [`${name}, as uWSGI prints commands`, onTexts(() => text(content, 'escaped'))],
    [`${name}, as uWSGI prints names`, onTexts(() => text(content, 'raw'))],
  ]),
  ...Object.entries(hostileBytes).map(([name, bytes]): [string, Attack] => [
    name,
    onTexts(() => text(bytes, 'bytes')),
  ]),
  ...Object.entries(hostileBytes).map(([name, bytes]): [string, Attack] => [
    `a variable with ${name}`,
    onTexts((before) => text(`${before.replace(/=.*/, '=')}${bytes}`, 'bytes')),
  ]),
  ...hostileNumbers.map((number): [string, Attack] => [
    `the number ${number.slice(0, 20)}`,
    onNumbers(number),
  ]),
  ...hostileKeys.map((key): [string, Attack] => [`the key "${key}"`, onKeys(key)]),
  ['a header of 64 KB', onTexts((before) => text(`${before}${'x'.repeat(65_536)}`))],
  ['nested deep', deep],
  ['every key twice', twice],
];

async function problemsOf(documents: readonly Uint8Array[]): Promise<readonly string[]> {
  const targets = [label('shop')];
  let known = createSituation(targets);
  const told = documents.map((bytes, index) => {
    const atMs = index * 1000;
    const read = decodeSnapshot(bytes);
    const outcome = read.ok ? ({ ok: true, value: { ...read.value, bytes: bytes.length } } as const) : read;
    const observation = {
      targetId: 'shop',
      wallMs: epochMs + atMs,
      monotonicMs: atMs,
      latencyMs: 1,
      outcome,
    };
    const { situation, changes } = note(known, observation, defaultSettings);
    known = situation;
    return { observation, changes };
  });
  const seat = { situation: known, nowMs: documents.length * 1000, frames: 1, paint: () => [] };
  return [
    ...walk(createRandom(documents.length), seat).problems,
    ...(await problemsOnTheWaysOut({
      ...{ situation: known, targets },
      observations: told.map(({ observation }) => observation),
      changes: told.flatMap(({ changes }) => changes),
    })),
    ...pollutionProblems(),
  ];
}

describe.each(['worker', 'emperor', 'fastrouter'])('%s', (kind) => {
  const template = treeOf(templates[kind]);
  const places = placesOf(template, () => true);

  test.each(attacks)('%s', async (_, attack) => {
    const hostile = places
      .map((place) => changedAt(template, place, attack))
      .filter((tree) => tree !== template);
    const documents = [...new Set(hostile.map((tree) => Buffer.from(printed(tree)).toString('latin1')))];
    expect(documents.length).toBeGreaterThan(1);
    expect(await problemsOf(documents.map((one) => new Uint8Array(Buffer.from(one, 'latin1'))))).toEqual([]);
  });
});

/** Lists of thousands are checked without zod. */
const schemasOfRows: Readonly<Record<string, unknown>> = {
  '.workers': workerSchema,
  '.workers.apps': appSchema,
  '.workers.cores': coreSchema,
};

/** What a schema reads, as paths of keys. */
function fieldsOf(schema: unknown, path = ''): string[] {
  const rows = schemasOfRows[path];
  if (rows !== undefined && schema !== rows) return fieldsOf(rows, path);
  const { def } = schema as { readonly def: Readonly<Record<string, unknown>> };
  const inner = def['innerType'] ?? def['element'];
  if (inner !== undefined) return fieldsOf(inner, path);
  const { shape } = def;
  if (typeof shape !== 'object' || shape === null) return [path];
  return Object.entries(shape).flatMap(([key, member]) => fieldsOf(member, `${path}.${key}`));
}

const fieldsIn = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => fieldsIn(item, path))];
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => fieldsIn(member, `${path}.${key}`))];
};

test.each([
  ['worker', workerDocumentSchema],
  ['emperor', emperorDocumentSchema],
  ['router', routerDocumentSchema],
])('no field of a document of the kind %s is left out', (kind, schema) => {
  const there = Object.entries(templates)
    .filter(([name]) => (kind === 'router' ? !['worker', 'emperor'].includes(name) : name === kind))
    .flatMap(([, template]) => fieldsIn(template));
  expect(fieldsOf(schema).filter((field) => !there.includes(field))).toEqual([]);
});
