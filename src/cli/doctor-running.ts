/** Running instances: their configurations as they were started with, and what two looks at them show. */
import { setTimeout as sleep } from 'node:timers/promises';
import { applicationOf } from '../doctor/applications';
import { ConfigFacts } from '../doctor/config-facts';
import { findingOf } from '../doctor/diagnose';
import { liveRules } from '../doctor/live';
import type { Report } from '../doctor/report';
import { examine, withLive } from '../doctor/subject';
import { displayText } from '../format/text';
import { readOwners } from '../host/process-owners';
import { explainFailure } from '../model/failure';
import { createFleet, observe } from '../model/fleet';
import type { InstanceState } from '../model/instance';
import type { Seen } from '../model/seen';
import { observeRound } from '../poller/round';
import { formatAddress, placeOf, type Target } from '../targets/address';
import type { Discovered } from '../targets/discover';
import { createInstanceFinder } from '../targets/instances';
import { Knowledge } from '../targets/knowledge';
import { findTargets } from './find-targets';
import { hostOfRunning } from './doctor-host';
import type { Practice } from './doctor-patients';
import { processSubject } from './doctor-subjects';
import { labelsOf, openTarget } from './options';

const usualIntervalMs = 1000;

/** @param texts addresses; none: everything that runs here, with or without stats */
export async function runningReports(texts: readonly string[], practice: Practice): Promise<Report[]> {
  const watched = await findTargets(texts, {}, { quiet: true });
  const instances = await lookTwice(watched.targets, practice);
  const reports: Report[] = [];
  const told = new Set<number>();
  for (const instance of instances) {
    const { seen } = instance;
    if (seen === undefined) process.stderr.write(`uwtop: ${displayText(whyNot(instance))}\n`);
    else reports.push(await reportOf(instance, seen, practice));
    if (seen !== undefined) told.add(seen.pid);
  }
  if (texts.length > 0) return reports;
  for (const { process: master, name } of await createInstanceFinder('/proc')()) {
    if (told.has(master.pid)) continue;
    const subject = await processSubject(master.pid, practice.host, { name });
    if (typeof subject === 'string') process.stderr.write(`uwtop: ${displayText(subject)}\n`);
    else reports.push(examine(subject, practice.examination));
  }
  if (reports.length === 0) process.stderr.write(`uwtop: ${nothingFound}\n`);
  return reports;
}

const nothingFound =
  'no uWSGI whose configuration can be read runs here: give a file (uwtop doctor app.ini) or an address';

/** As of its address, where it serves stats that can be asked from here. A text says why there is nothing to tell. */
export async function processReport(pid: number, practice: Practice): Promise<Report | string> {
  const subject = await processSubject(pid, practice.host);
  if (typeof subject === 'string') return subject;
  const { discoverLocal } = await import('../targets/discover');
  const { found } = await discoverLocal();
  const targets = found.filter((place) => place.pid === pid).map(targetOf);
  const instances = await lookTwice(targets, practice);
  for (const instance of instances) {
    if (instance.seen?.pid === pid) return reportOf(instance, instance.seen, practice);
  }
  const [instance] = instances;
  const reason = instance === undefined ? 'no stats of it can be asked from here' : whyNot(instance);
  const text = `${reason}: only its configuration was looked at`;
  const report = examine(subject, practice.examination);
  return { ...report, notes: [...report.notes, { text, origin: undefined }] };
}

const targetOf = ({ address, name }: Discovered): Target => ({
  id: placeOf(address),
  name,
  address,
  text: formatAddress(address),
});

/** Two answers, one interval apart: some rules ask what has grown. */
async function lookTwice(targets: readonly Target[], { options }: Practice): Promise<InstanceState[]> {
  if (targets.length === 0) return [];
  const knowledge = new Knowledge(() => ({ configurations: [] }));
  const polled = targets.map((target) => openTarget(target, options, { knowledge, patient: true }));
  const first = (await observeRound(polled)).reduce(observe, createFleet(labelsOf(targets)));
  const isAnswered = [...first.instances.values()].some(({ seen }) => seen !== undefined);
  if (!isAnswered || liveRules.length === 0) return [...first.instances.values()];
  await sleep(options.interval ?? usualIntervalMs);
  const second = (await observeRound(polled)).reduce(observe, first);
  return [...second.instances.values()];
}

async function reportOf(
  instance: InstanceState,
  seen: Seen,
  { host, examination }: Practice,
): Promise<Report> {
  const { name } = instance.target;
  const isHere = seen.host?.local === true;
  const subject = isHere
    ? await processSubject(seen.pid, host, { name, version: seen.version })
    : 'its configuration is not on this machine: only what its stats tell was looked at';
  const { limits, versionLabel } = hostOfRunning(host, { version: seen.version, isOurNetwork: isHere });
  const read =
    typeof subject === 'string' ? unread(name, subject, versionLabel) : examine(subject, examination);
  const facts = {
    instance,
    host: isHere ? limits : { uwsgiVersion: limits.uwsgiVersion },
    owners: readOwners(seen.host),
    application:
      typeof subject === 'string' ? undefined : applicationOf(new ConfigFacts(subject.configuration)),
  };
  const isRead = typeof subject !== 'string';
  const found = liveRules
    .filter(({ echoes }) => !isRead || echoes === undefined)
    .flatMap((rule) => rule.observe(facts).map((complaint) => findingOf(rule, complaint)));
  const told = found.filter(
    ({ id, name: rule }) => ![id, rule].some((one) => examination.ignored.includes(one)),
  );
  return withLive(read, told, liveRules.length);
}

const unread = (subject: string, text: string, uwsgiVersion: string | undefined): Report => ({
  subject,
  files: [],
  uwsgiVersion,
  findings: [],
  ignoredCount: 0,
  notes: [{ text, origin: undefined }],
  ruleCount: 0,
});

function whyNot({ target, failure }: InstanceState): string {
  if (failure === undefined) return `${target.name}: it did not answer`;
  const { cause, advice } = explainFailure(failure);
  return `${target.name}: ${cause}: ${advice}`;
}
