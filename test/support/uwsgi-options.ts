import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** uWSGI's long options by name; `false` takes a default of the harness away, a list repeats the option. */
export type UwsgiOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface UwsgiRequest {
  readonly options: UwsgiOptions;
  /** How the stats are served; tcp on 127.0.0.1 unless said otherwise. */
  readonly stats?: 'tcp' | 'tcp6' | 'unix' | 'abstract' | 'http';
  /** Where exactly, as a user would give it to uwtop; any free place unless said otherwise. */
  readonly statsAddress?: string;
  /** The option that takes the stats address: an emperor wants `emperor-stats`, a router `http-stats-server`. */
  readonly statsOption?: string;
  /** What the application port speaks; `none` for a master without an application, as an emperor is. */
  readonly app?: 'http-socket' | 'uwsgi' | 'none';
  readonly plugins?: readonly string[];
  /** Where the options stand: a program that looks for limits finds them in the one or in the other. */
  readonly configuration?: 'command-line' | 'ini';
  /** Part of the names of the directory and of the abstract socket. */
  readonly name?: string;
}

/** Where this one server listens and lives. */
export interface UwsgiPlace {
  readonly appPort: number;
  readonly statsAddress: string;
  readonly directory: string;
}

const application = resolve(__dirname, '../fixtures/uwsgi/app.py');

/** The stats address, written as a user would give it to uwtop. */
export function chooseStatsAddress(request: UwsgiRequest, directory: string, port: number): string {
  if (request.statsAddress !== undefined) return request.statsAddress;
  switch (request.stats ?? 'tcp') {
    case 'tcp':
      return `127.0.0.1:${port}`;
    case 'tcp6':
      return `[::1]:${port}`;
    case 'unix':
      return join(directory, 'stats.sock');
    case 'abstract':
      return `@uwtop-${request.name ?? 'uwsgi'}-${process.pid}-${port}`;
    case 'http':
      return `http://127.0.0.1:${port}`;
  }
}

/** The arguments of uWSGI; where the request wants an ini file, it is written into the directory. */
export function commandLine(request: UwsgiRequest, place: UwsgiPlace): string[] {
  // Plugins come first: they bring options of their own, which uWSGI would refuse before.
  const plugins = ['python3', ...(request.plugins ?? [])].flatMap((plugin) => ['--plugin', plugin]);
  const pairs = optionPairs(request, place);
  if (request.configuration !== 'ini') {
    return [
      ...plugins,
      ...pairs.map(([key, value]) => (value === 'true' ? `--${key}` : `--${key}=${value}`)),
    ];
  }
  const path = join(place.directory, 'uwsgi.ini');
  writeFileSync(path, ['[uwsgi]', ...pairs.map(([key, value]) => `${key} = ${value}`), ''].join('\n'));
  return [...plugins, '--ini', path];
}

function optionPairs(request: UwsgiRequest, place: UwsgiPlace): (readonly [string, string])[] {
  const options: UwsgiOptions = {
    ...defaultOptions(request, place.appPort),
    [request.statsOption ?? 'stats']: place.statsAddress.replace('http://', ''),
    ...(request.stats === 'http' ? { 'stats-http': true } : {}),
    ...request.options,
  };
  return Object.entries(options).flatMap(([key, value]) =>
    (typeof value === 'object' ? value : [value])
      .filter((one) => one !== false)
      .map((one) => [key, String(one)] as const),
  );
}

function defaultOptions(request: UwsgiRequest, port: number): UwsgiOptions {
  if (request.app === 'none') return { master: true };
  return {
    master: true,
    'need-app': true,
    'wsgi-file': application,
    'disable-logging': true,
    [request.app === 'uwsgi' ? 'socket' : 'http-socket']: `127.0.0.1:${port}`,
  };
}
