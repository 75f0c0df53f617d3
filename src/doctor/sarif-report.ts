/** SARIF 2.1.0, as code scanners of forges and editors read it. */
import { displayText } from '../format/text';
import type { Origin } from '../limits/configuration';
import type { Report } from './report';
import type { RuleMeta, Severity } from './rule';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

export function sarifReport(
  reports: readonly Report[],
  rules: readonly RuleMeta[],
  version: string,
): unknown {
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const notes = reports.flatMap((report) => report.notes);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'uwtop', semanticVersion: version, rules: rules.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: notes.map(({ text, origin }) => ({
              level: 'note',
              message: { text: displayText(text) },
              locations: locationsOf(origin),
            })),
          },
        ],
        results: reports.flatMap((report) =>
          report.findings.map(({ id, severity, message, why, fix, origin }) => ({
            ruleId: id,
            ruleIndex: indexOf.get(id) ?? -1,
            level: levels[severity],
            message: {
              text: displayText(
                [`${message}.`, why, ...(fix === undefined ? [] : [`Fix: ${fix}`])].join(' '),
              ),
            },
            // What is missing is missing in the file that was asked about: a scanner wants a place for everything.
            locations: origin === undefined ? fileLocation(report.files[0]) : locationsOf(origin),
          })),
        ),
      },
    ],
  };
}

const descriptorOf = ({ id, name, severity, why, versions }: RuleMeta) => ({
  id,
  name: name.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
  shortDescription: { text: name },
  fullDescription: { text: why },
  defaultConfiguration: { level: levels[severity] },
  properties: { name, ...(versions !== undefined && { versions }) },
});

function locationsOf(origin: Origin | undefined): unknown[] {
  if (origin === undefined) return [];
  if (origin.kind === 'file') {
    const artifactLocation = { uri: uriOf(origin.file) };
    return [{ physicalLocation: { artifactLocation, region: { startLine: origin.line } } }];
  }
  const name = origin.kind === 'environment' ? displayText(origin.variable) : origin.kind;
  return [{ logicalLocations: [{ name, kind: 'parameter' }] }];
}

const fileLocation = (file: string | undefined): unknown[] =>
  file === undefined ? [] : [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }];

/** Relative ones stay relative: a forge knows where its repository lies. */
function uriOf(file: string): string {
  const path = file.split('/').map(encodePart).join('/');
  return path.startsWith('/') ? `file://${path}` : path.replace(/^\.\//, '');
}

/** Half of a character cannot be encoded. */
const encodePart = (part: string): string => encodeURIComponent(displayText(part));
