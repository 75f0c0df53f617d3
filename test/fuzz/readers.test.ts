/** Files that somebody else may have written or damaged: recordings, configurations, lists of targets. */
import { createSituation, defaultSettings, note } from '../../src/alerts/situation';
import { parseConfig } from '../../src/config/parse';
import { describeProblem } from '../../src/config/problems';
import { createRandom, mixSeed } from '../../src/random/random';
import { Decoder } from '../../src/recording/decode';
import { Encoder } from '../../src/recording/encode';
import type { Observation } from '../../src/model/observation';
import { parseTargetsFile } from '../../src/targets/targets-file';
import { busyCore, knownLimits, localFacts, observation, worker, workerDocument } from '../support/documents';
import { headerOf } from '../recording/recorded';
import { label } from '../ui/scenes';
import { mutatedBytes, mutatedTree } from './mutate';
import { pollutionProblems } from './pollution';
import { walk } from './screens';
import { anyConfiguration } from './surroundings';
import { printed, treeOf } from './tree';
import { problemsOnTheWaysOut } from './ways-out';

const seed = Number(process.env['UWTOP_SEED'] ?? 1717);
const targets = [label('shop')];

function recordedLines(): string[] {
  const encoder = new Encoder();
  const change = {
    host: localFacts({ processes: { 99: { rssBytes: 7, label: 'x' } } }),
    limits: knownLimits({ harakiri: 60 }),
  };
  const documents = [0, 1, 2].map((second) =>
    workerDocument([worker({ requests: second, cores: [busyCore(-70)] })], { listen_queue: second }),
  );
  return [
    encoder.header(headerOf(targets)),
    ...documents.map((document, second) =>
      encoder.observation({ ...observation(document, second * 1000, change), targetId: 'shop' }),
    ),
    encoder.round(1, false),
  ];
}

test('lines of a recording that are changed in any way are read or refused, and shown as text', async () => {
  const lines = recordedLines();
  for (let index = 0; index < 200; index++) {
    const random = createRandom(mixSeed(seed, index));
    const changed = lines.map((line) => {
      if (random.chance(0.5)) return line;
      const bytes = printed(mutatedTree(random, treeOf(JSON.parse(line))));
      return new TextDecoder().decode(random.chance(0.2) ? mutatedBytes(random, bytes) : bytes);
    });
    const decoder = new Decoder();
    const observations = changed.flatMap((line): Observation[] => {
      const read = decoder.read(line);
      return read.ok && read.value.kind === 'observation' ? [read.value.observation] : [];
    });
    const situation = observations.reduce(
      (known, one) => note(known, one, defaultSettings).situation,
      createSituation(targets),
    );
    const seat = { situation, nowMs: 9000, frames: 1, paint: () => [] };
    const told = { situation, targets, observations, changes: [] };
    const problems = [
      ...walk(random, seat).problems,
      ...(await problemsOnTheWaysOut(told)),
      ...pollutionProblems(),
    ];
    expect({ index, problems }).toEqual({ index, problems: [] });
  }
});

test('configurations and lists of targets are read, or refused in words', () => {
  for (let index = 0; index < 400; index++) {
    const random = createRandom(mixSeed(seed, index));
    const { content } = anyConfiguration(random);
    const config = parseConfig(content, 'config.yaml');
    const { problems } = parseTargetsFile(content, '/etc/uwtop/targets.yaml');
    for (const problem of [...(config.ok ? [] : config.failure), ...problems])
      expect(describeProblem(problem)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
});
