/** What may be typed after `uwtop serve`. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { nearestHint } from '../format/nearest';
import { type GuardedKind, guardedKinds } from '../serve/guarded-kinds';
import { parseHostPort, type HostPort } from '../targets/host-port';
import { excerpt } from '../format/text';
import type { TargetOptions } from './find-targets';
import { serveHelp } from './help-texts';
import { parseCount } from './interval';
import { withLimitFlags } from './limit-flags';
import {
  inherited,
  targetsHelpText,
  withIntervalOption,
  withKnowledgeOptions,
  withReadingOptions,
  withTargetOptions,
} from './option-groups';
import type { ReadingOptions } from './options';
import type { SettingsOptions } from './settings';
import type { Finished } from './exit-codes';

export interface ServeOptions extends ReadingOptions, SettingsOptions, TargetOptions {
  readonly bind: HostPort;
  /** false for --no-per-worker. */
  readonly perWorker: boolean;
  readonly perCore?: boolean;
  readonly maxSeries: number;
  readonly allowProbe?: readonly GuardedKind[];
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly authFile?: string;
  readonly hashPassword?: boolean;
  readonly printRules?: boolean;
  readonly printDashboard?: boolean;
}

export function addServe(command: Command, finished: Finished): void {
  withServeOptions(
    withTargetOptions(withLimitFlags(withKnowledgeOptions(withReadingOptions(withIntervalOption(command))))),
  )
    .description('serve metrics for Prometheus, under the names of uwsgi_exporter and more')
    .argument('[targets...]', targetsHelpText)
    .exitOverride()
    .action(async (targets: string[], options: ServeOptions, own: Command) => {
      const { serveCommand } = await import('./serve');
      finished(await serveCommand(targets, { ...options, ...inherited(own) }));
    });
}

/** Where uwsgi_exporter listens too: what scrapes one of them finds the other. */
const usualPlace: HostPort = { host: '127.0.0.1', port: 9117 };

const withServeOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--bind <address>', 'where to listen; 0.0.0.0:9117 for other machines')
        .argParser(parsePlace)
        .default(usualPlace, '127.0.0.1:9117, the port of uwsgi_exporter'),
    )
    .option('--no-per-worker', 'only what is known of whole instances, no series of workers')
    .option('--per-core', 'series of the cores of each worker as well')
    .option(
      '--max-series <number>',
      'most series at a time; of targets beyond it the workers are left out',
      parseCount,
      100_000,
    )
    .addOption(
      new Option('--allow-probe <kinds>', `let /probe read these too: ${guardedKinds.join(',')}`).argParser(
        parseKinds,
      ),
    )
    .option('--tls-cert <file>', 'serve HTTPS with this certificate (PEM, with what it was signed by)')
    .option('--tls-key <file>', 'and its key (PEM)')
    .option('--auth-file <file>', 'want a name and a password: lines of user:scrypt$…')
    .option('--hash-password', 'read a password from stdin, print what stands for it in that file, and end')
    .option('--print-rules', 'print recording and alerting rules for Prometheus, and end')
    .option('--print-dashboard', 'print a dashboard for Grafana, and end')
    .addHelpText('after', serveHelp);

function parsePlace(text: string): HostPort {
  const place = parseHostPort(text);
  if (place.ok) return place.value;
  throw new InvalidArgumentError(`"${excerpt(text)}" ${place.failure}.`);
}

function parseKinds(text: string): readonly GuardedKind[] {
  return text.split(',').map((word) => {
    const kind = guardedKinds.find((name) => name === word.trim());
    if (kind !== undefined) return kind;
    throw new InvalidArgumentError(
      `give one or more of ${guardedKinds.join(',')}${nearestHint(word.trim(), guardedKinds) || '.'}`,
    );
  });
}
