/** The doctor before hostile configurations and whoever runs with them: all of its formats. */
import { liveRules } from '../../src/doctor/live';
import { findingOf } from '../../src/doctor/diagnose';
import { jsonReport } from '../../src/doctor/json-report';
import { rememberingSource } from '../../src/doctor/remembering-source';
import type { Report } from '../../src/doctor/report';
import { configRules } from '../../src/doctor/rules';
import { sarifReport } from '../../src/doctor/sarif-report';
import { examine, withLive } from '../../src/doctor/subject';
import { textReport } from '../../src/doctor/text-report';
import { jsonText } from '../../src/format/json-text';
import { readConfiguration } from '../../src/limits/read-configuration';
import type { FleetState } from '../../src/model/fleet';
import type { InstanceState } from '../../src/model/instance';
import type { Random } from '../../src/random/random';
import { memorySource } from '../limits/memory-source';
import { anyText } from './mutate';
import { anyConfiguration } from './surroundings';
import { jsonTextProblems, textProblems, wordProblems } from './text-problems';

const allRules = [...configRules, ...liveRules];

export function doctorProblems(random: Random, { instances }: FleetState): string[] {
  const reports = [
    fileReport(random),
    ...[...instances.values()].map((instance) => runningReport(random, instance)),
  ];
  const text = textReport(reports, { columns: random.pick([80, 40, 120]), isColoured: false });
  return [
    ...textProblems('doctor', text),
    ...wordProblems('doctor', text, true),
    ...jsonTextProblems('doctor as JSON', jsonText(jsonReport(reports), 2)),
    ...jsonTextProblems('doctor as SARIF', jsonText(sarifReport(reports, allRules, '1'), 2)),
  ];
}

const machine = { somaxconn: 4096, memoryBytes: 2 ** 33, cpuCount: 4 };

/** As `uwtop doctor FILE`, or as a command line that names the file among other words. */
function fileReport(random: Random, name?: string, version = '2.0.21'): Report {
  const { file, content } = anyConfiguration(random);
  const { source, texts } = rememberingSource(memorySource({ [file]: content }));
  const words = ['uwsgi', file, '--procname', anyText(random)];
  const start = random.chance(0.5) ? { files: [file] } : { commandLine: words };
  const subject = {
    name: name ?? file,
    configuration: readConfiguration({ ...start, startDirectory: '/srv' }, source),
    startDirectory: '/srv',
    texts,
    host: { ...machine, uwsgiVersion: version },
    versionLabel: `${version}, running`,
  };
  return examine(subject, { rules: configRules, all: allRules, ignored: [] });
}

function runningReport(random: Random, instance: InstanceState): Report {
  const { target, seen } = instance;
  const read = fileReport(random, `${target.name} (pid ${seen?.pid ?? 1})`, seen?.version);
  const facts = { instance, host: machine, owners: new Map([[seen?.workers[0]?.pid ?? 1, 0]]) };
  const found = liveRules.flatMap((rule) =>
    rule.observe(facts).map((complaint) => findingOf(rule, complaint)),
  );
  return withLive(read, found, liveRules.length);
}
