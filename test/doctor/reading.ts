/** Examines files in memory as the command does. */
import type { HostLimits } from '../../src/doctor/config-facts';
import { rememberingSource } from '../../src/doctor/remembering-source';
import type { Report } from '../../src/doctor/report';
import { configRules } from '../../src/doctor/rules';
import { examine } from '../../src/doctor/subject';
import { readConfiguration } from '../../src/limits/read-configuration';
import { type Files, memorySource } from '../limits/memory-source';

export interface Reading {
  readonly host?: HostLimits;
  readonly ignored?: readonly string[];
  /** Only these rules. */
  readonly ids?: readonly string[];
}

/** The first file is the one that is named, as `uwtop doctor app.ini` in /srv. */
export function examineFiles(
  files: Readonly<Record<string, string>>,
  { host = {}, ignored = [], ids }: Reading = {},
): Report {
  const absolute: Files = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `/srv/${name}`, text]),
  );
  const [name = ''] = Object.keys(files);
  const { source, texts } = rememberingSource(memorySource(absolute));
  const configuration = readConfiguration({ files: [name], startDirectory: '/srv' }, source);
  const rules = ids === undefined ? configRules : configRules.filter(({ id }) => ids.includes(id));
  const subject = {
    name,
    configuration,
    startDirectory: '/srv',
    texts,
    host,
    versionLabel: host.uwsgiVersion,
  };
  return examine(subject, { rules, all: configRules, ignored });
}

/** 'app.ini:3 L01', '- L17' for what is missing. */
export const places = ({ findings }: Report): string[] =>
  findings.map(({ id, origin }) =>
    origin?.kind === 'file' ? `${origin.file}:${origin.line} ${id}` : `- ${id}`,
  );
