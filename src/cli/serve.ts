/** `uwtop serve`: what is known, for Prometheus. */
import type { Server } from 'node:http';
import { performance } from 'node:perf_hooks';
import { plural } from '../format/quantity';
import { excerpt } from '../format/text';
import { type Exposition, metricsOf } from '../output/metrics';
import type { Situation } from '../alerts/situation';
import { createExporterServer, isLoopback, listen } from '../serve/listen';
import { Probes } from '../serve/probes';
import { answer, type Exporter } from '../serve/routes';
import { Watching } from '../serve/watching';
import { formatHostPort } from '../targets/host-port';
import type { Watched } from '../targets/watched';
import { beFrugal } from './frugal';
import { findTargets } from './find-targets';
import { labelOf, labelsOf, openTarget } from './options';
import { readCertificate, readUsers } from './serve-files';
import type { ServeOptions } from './serve-program';
import { printForServing } from './serve-prints';
import { readSettings, type Settings } from './settings';
import { exitCodes } from './exit-codes';

declare const uwtopVersion: string;

export async function serveCommand(texts: readonly string[], options: ServeOptions): Promise<number> {
  if (await printForServing(options)) return exitCodes.fine;
  const certificate = readCertificate(options);
  const doorkeeper = readUsers(options);
  const watched = await findTargets(texts, options);
  const settings = await readSettings(watched, options);
  const forget = () => {
    settings.knowledge.keepOnly([...watched.targets, ...probes.targets]);
  };
  const watching = watch(watched, options, { ...settings, forget });
  const probes = createProbes(options, { ...settings, forget });
  const exporter: Exporter = {
    version: uwtopVersion,
    doorkeeper,
    allowProbe: options.allowProbe ?? [],
    timeoutMs: options.timeout,
    situation: () => watching.situation,
    isReady: () => watching.isReady,
    probe: (target, budgetMs) => probes.probe(target, budgetMs),
    metricsOf: measuring(options),
  };
  const server = createExporterServer(certificate, (request, response) => {
    answer(exporter, request, response).catch((error: unknown) => {
      process.stderr.write(`uwtop: this is a bug, please report it: ${excerpt(String(error), 400)}\n`);
      response.destroy();
    });
  });
  // Before anybody is told that it serves: who ends it then is heard.
  const ended = endOf(server);
  const opened = await listen(server, options.bind);
  if (!opened.ok) {
    watched.stop();
    process.stderr.write(`uwtop: ${opened.failure}\n`);
    return exitCodes.nothingRead;
  }
  sayWhere(options, watched);
  watching.start();
  await ended;
  watching.stop();
  probes.stop();
  return exitCodes.fine;
}

interface Remembering extends Settings {
  /** Of targets that are gone nothing is remembered. */
  readonly forget: () => void;
}

function watch(watched: Watched, options: ServeOptions, settings: Remembering): Watching {
  beFrugal(watched.targets.length);
  const informed = { knowledge: settings.knowledge, patient: false };
  return new Watching(watched, {
    intervalMs: settings.intervalMs,
    open: (target) => openTarget(target, options, informed),
    labelsOf,
    settingsOf: settings.settingsOf,
    onTargets: (targets) => {
      beFrugal(targets.length);
      settings.forget();
    },
  });
}

function createProbes(options: ServeOptions, { knowledge, settingsOf, forget }: Remembering): Probes {
  return new Probes({
    open: (target, timeoutMs) =>
      openTarget(target, { ...options, timeout: timeoutMs }, { knowledge, patient: false }),
    labelOf,
    settingsOf,
    onForget: forget,
  });
}

/** Says once that there is more than may be served. */
function measuring({ perWorker, perCore = false, maxSeries }: ServeOptions): Exporter['metricsOf'] {
  let hasSaid = false;
  return (situation: Situation): Exposition => {
    const nowMs = performance.now();
    const exposition = metricsOf(situation, { nowMs, version: uwtopVersion, perWorker, perCore, maxSeries });
    if (exposition.leftOut > 0 && !hasSaid) {
      hasSaid = true;
      process.stderr.write(
        `uwtop: ${exposition.leftOut} series were left out, for there is room for ${maxSeries}: ` +
          'raise --max-series, or leave out workers with --no-per-worker\n',
      );
    }
    return exposition;
  };
}

function sayWhere({ bind: place, tlsCert, authFile }: ServeOptions, { targets }: Watched): void {
  const url = `${tlsCert === undefined ? 'http' : 'https'}://${formatHostPort(place)}/metrics`;
  process.stderr.write(`uwtop: ${url} tells of ${plural(targets.length, 'target')}\n`);
  if (isLoopback(place) || (tlsCert !== undefined && authFile !== undefined)) return;
  const open =
    authFile === undefined
      ? 'whoever reaches this address can read it, and probe from here: --auth-file asks for a password'
      : 'passwords come over the network in the clear: --tls-cert and --tls-key encrypt them';
  process.stderr.write(`uwtop: ${open}\n`);
}

/** Until somebody ends it. */
function endOf(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      server.close(() => resolve());
      server.closeAllConnections();
    };
    process.once('SIGTERM', end);
    process.once('SIGINT', end);
  });
}
