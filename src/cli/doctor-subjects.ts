/** Reads one configuration, or says as a text why there is none. */
import { withAbsoluteFiles } from '../doctor/absolute-files';
import { whatElse } from '../doctor/foreign';
import { rememberingSource } from '../doctor/remembering-source';
import type { Subject } from '../doctor/subject';
import { parseStat } from '../host/process-text';
import { readSmallFile } from '../host/small-file';
import { readStartFacts } from '../host/start-facts';
import { maskCommand } from '../format/command-secrets';
import { excerpt } from '../format/text';
import { describeFile, guessFormat, splitSection } from '../limits/config-file';
import type { Start } from '../limits/config-source';
import type { Note } from '../limits/configuration';
import { readConfiguration } from '../limits/read-configuration';
import { configFiles } from '../targets/config-files';
import { findConfiguration } from '../targets/found-configuration';
import { createAtlas } from '../targets/whereabouts';
import { type DoctorHost, hostOfRunning } from './doctor-host';
import type { Practice } from './doctor-patients';

type Asked = Pick<Practice, 'host' | 'options'>;

export function fileSubject(text: string, asked: Asked): Subject | string {
  const { name, section } = splitSection(text);
  const path = absolute(section === undefined ? text : name);
  if (configFiles.kindOf(path) === 'directory')
    return `${describeFile(text)} is a directory: give the files in it that uWSGI is started with`;
  const subject = read(describeFile(text), { files: [text] }, asked);
  if (subject.configuration.options.length > 0) return subject;
  const found = subject.texts.get(path);
  const reason = found === undefined ? undefined : whatElse(found, section === '' ? undefined : section);
  if (reason !== undefined) return `${describeFile(text)}: ${reason}`;
  const [note] = subject.configuration.notes;
  // Of an ini only an empty section is left to complain of, which its reader takes for none.
  const isIni = found !== undefined && guessFormat(path, found) === 'ini';
  return note === undefined || isIni
    ? `${describeFile(text)}: its section ${excerpt(section ?? 'uwsgi', 40)} sets nothing`
    : withLine(note);
}

/** 'app.json: it is not valid JSON (line 3)' */
const withLine = ({ text, origin }: Note): string =>
  origin?.kind === 'file' ? `${text} (line ${origin.line})` : text;

export function commandLineSubject(words: readonly string[], asked: Asked): Subject | string {
  const environment = asked.options.host ? { environment: variables() } : {};
  const subject = read(
    excerpt(maskCommand(words.join(' ')), 60),
    { commandLine: words, ...environment },
    asked,
  );
  if (subject.configuration.options.length > 0) return subject;
  return subject.configuration.notes.map((note) => note.text).join('; ');
}

/** As the files are read: `./app.ini` keeps its dot. */
const absolute = (file: string): string => (file.startsWith('/') ? file : `${process.cwd()}/${file}`);

function read(name: string, start: Omit<Start, 'startDirectory' | 'facts'>, { host }: Asked): Subject {
  const { source, texts } = rememberingSource(configFiles);
  const startDirectory = process.cwd();
  const { cpuCount, uwsgiVersion } = host.limits;
  const facts = {
    ...(cpuCount !== undefined && { cpuCount }),
    ...(uwsgiVersion !== undefined && { version: uwsgiVersion }),
  };
  const configuration = readConfiguration({ ...start, startDirectory, facts }, source);
  return { name, configuration, startDirectory, texts, host: host.limits, versionLabel: host.versionLabel };
}

/** As a uWSGI that was started from here would see them. */
const variables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const atlas = createAtlas('/proc');

export interface Running {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

export async function processSubject(
  pid: number,
  host: DoctorHost,
  { name, version }: Running = {},
): Promise<Subject | string> {
  const label = name === undefined ? `pid ${pid}` : `${name} (pid ${pid})`;
  const stat = readSmallFile(`/proc/${pid}/stat`);
  if (!stat.ok) return `${label}: there is no such process`;
  const program = parseStat(stat.text)?.name ?? '';
  if (!program.includes('uwsgi')) return `${label}: this is ${excerpt(program, 40)}, and no uWSGI`;
  const [facts, whereabouts] = await Promise.all([readStartFacts(pid), atlas(pid)]);
  const { source, texts } = rememberingSource(whereabouts.files);
  const found = findConfiguration(facts, source, version === undefined ? {} : { version });
  if (found === undefined)
    return `${label}: how it was started is not known: ${facts.reason ?? 'nobody tells'}; give its file as well`;
  const { startDirectory } = found;
  const configuration = withAbsoluteFiles(found.configuration, startDirectory);
  if (configuration.options.length === 0) return `${label}: it was started without an option`;
  const { limits, versionLabel } = hostOfRunning(host, { version, isOurNetwork: whereabouts.isOurNetwork });
  return { name: label, configuration, startDirectory, texts, host: limits, versionLabel };
}
