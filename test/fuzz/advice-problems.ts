/** The advisor on a load that strangers tell: as text, as JSON, and with other settings tried out. */
import type { AdviceLine } from '../../src/advisor/advice';
import { type Advised, adviceReport } from '../../src/advisor/advice-report';
import { adviceLines } from '../../src/advisor/advice-text';
import { adviseOn } from '../../src/advisor/advise';
import type { CollectedLoad } from '../../src/advisor/collect';
import { nothingCollected } from '../../src/advisor/collect';
import { collectIn, createCollection } from '../../src/advisor/collect-fleet';
import { adviceSchema } from '../../src/advisor/contract';
import { tryOut } from '../../src/advisor/trial';
import { trialLines } from '../../src/advisor/trial-report';
import { asciiGlyphs } from '../../src/format/glyphs';
import { jsonText } from '../../src/format/json-text';
import { displayText } from '../../src/format/text';
import { nameWithAddress, type TargetLabel } from '../../src/model/observation';
import type { Random } from '../../src/random/random';
import { usualOrders } from '../support/advice';
import { jsonTextProblems, textProblems, wordProblems } from './text-problems';
import type { Told } from './ways-out';

export function adviceProblems(random: Random, { targets, observations }: Told): string[] {
  const collection = observations.reduce(collectIn, createCollection(targets));
  const advised = targets.map((label) =>
    adviseFor(random, label, collection.loads.get(label.id) ?? nothingCollected),
  );
  const text = advised.flatMap(({ said }) => said).join('\n');
  const json = jsonText(adviceReport(advised), 2);
  const contract = adviceSchema.safeParse(JSON.parse(json));
  return [
    ...textProblems('tune', text),
    ...wordProblems('tune', text),
    ...jsonTextProblems('tune as JSON', json),
    ...advised.flatMap(({ advice }) => advice.lines.flatMap(valueProblems)),
    ...(contract.success ? [] : [`tune as JSON: ${contract.error.message}`]),
  ];
}

const wishes = [
  'advice',
  'processes=4,cheaper=1',
  'cheaper-algo=busyness,processes=8,cheaper=2',
  'threads=0',
] as const;

interface Said extends Advised {
  readonly said: readonly string[];
}

function adviseFor(random: Random, label: TargetLabel, load: CollectedLoad): Said {
  const orders = { ...usualOrders, ...(random.chance(0.5) && { cpus: random.integer(1, 64) }) };
  const advice = adviseOn(load, orders);
  const style = { width: random.pick([80, 40, 120]), clock: String };
  const said = adviceLines(displayText(nameWithAddress(label)), advice, style);
  if (advice.state === 'no-workers') return { label, advice, said };
  const trial = tryOut(load, advice, random.pick(wishes), orders);
  if (!trial.ok) return { label, advice, said: [...said, ...trial.failure.sentences] };
  const { value } = trial;
  return {
    label,
    advice,
    trial: value,
    said: [...said, ...trialLines(value, { width: 78, glyphs: asciiGlyphs })],
  };
}

/** What uWSGI reads into an int, of sizes into more, or a word. */
function valueProblems({ option, value = 'none' }: AdviceLine): string[] {
  const isRead = /^\d+$/.test(value) ? Number(value) < 2 ** 31 : /^[a-z]\w*$/.test(value);
  return isRead ? [] : [`tune: ${option} = ${value} is no value of it`];
}
