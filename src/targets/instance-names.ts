/** What a uWSGI that nobody named is called. Pure. */
import { basename, dirname, resolve } from 'node:path';
import { displayText } from '../format/text';
import { type FoundConfiguration, mainFileOf, textOf } from './found-configuration';

const longest = 60;

export interface Naming {
  readonly found: FoundConfiguration | undefined;
  /** What stands where its command line was, if that is a title. */
  readonly title: string | undefined;
}

/** By the prefix of its processes, else by its configuration file, else by its application. */
export function instanceName({ found, title }: Naming): string | undefined {
  const configuration = found?.configuration;
  const prefix =
    (configuration && textOf(configuration, 'procname-prefix', 'procname-prefix-spaced')) ?? prefixOf(title);
  const name = trimmed(prefix) ?? trimmed(found && fileName(found)) ?? trimmed(found && appName(found));
  return name === undefined ? undefined : displayText(name, longest);
}

/** `shop-` of `shop-uWSGI master`. */
const prefixOf = (title: string | undefined) => /^(.+?)uWSGI (?:master|Emperor)/.exec(title ?? '')?.[1];

export const isEmperorTitle = (title: string | undefined): boolean => /uWSGI Emperor/.test(title ?? '');

export const isMasterTitle = (title: string | undefined): boolean => /uWSGI master/.test(title ?? '');

/** undefined where nothing is left. */
const trimmed = (text: string | undefined): string | undefined =>
  text?.replace(/[-_.:\s]+$/, '').trim() || undefined;

/** Names that say what a file is for, and not for whom. */
const commonFiles = /^(uwsgi|config|conf|default|settings|vassal)$/i;
const commonModules = /^(wsgi|uwsgi|asgi|app|application|main|config|index)$/i;

function fileName(found: FoundConfiguration): string | undefined {
  const file = mainFileOf(found);
  if (file === undefined) return undefined;
  const stem = stemOf(file.path);
  const name = commonFiles.test(stem) ? basename(dirname(file.path)) || stem : stem;
  return file.section === '' ? name : `${name} ${file.section}`;
}

/** A module that is called like everybody's is named by its folder. */
function appName({ configuration, startDirectory }: FoundConfiguration): string | undefined {
  const home = resolve(startDirectory, textOf(configuration, 'chdir') ?? '.');
  const module = textOf(configuration, 'module', 'wsgi');
  if (module !== undefined) {
    // `shop.wsgi:application` is the shop's.
    const parts = module.replace(/[:(].*$/s, '').split('.');
    return parts.findLast((part) => part !== '' && !commonModules.test(part)) ?? (basename(home) || parts[0]);
  }
  const file = textOf(configuration, 'wsgi-file', 'file', 'psgi', 'rack');
  if (file !== undefined) return scriptName(resolve(home, file));
  const [, mountpoint = '', app = ''] = /^([^=]*)=(.*)$/.exec(textOf(configuration, 'mount') ?? '') ?? [];
  if (mountpoint.replaceAll('/', '') !== '') return mountpoint.replace(/^\/+/, '');
  return app === '' ? undefined : scriptName(resolve(home, app));
}

function scriptName(path: string): string {
  const stem = stemOf(path);
  return commonModules.test(stem) ? basename(dirname(path)) || stem : stem;
}

const stemOf = (path: string): string => basename(path).replace(/(?<=.)\.[^.]*$/, '');
