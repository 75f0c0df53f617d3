/** A configuration to begin with: every line of it says why it is there, and no rule has more than a thought about it. */
import { type ApplicationKind, applicationBlocks } from './base/application';
import { emperorBlocks } from './base/emperor';

export type BaseKind = ApplicationKind | 'emperor';

/** @param version of the uWSGI that will read it: an older one knows less, and Debian's has its plugins apart */
export function productionBase(kind: BaseKind, version?: string): string {
  const blocks = kind === 'emperor' ? emperorBlocks : applicationBlocks(kind, version);
  const said = blocks.flatMap(({ title, lines }) => [
    '',
    `# ${title}`,
    ...lines.flatMap(({ text, why, ignores }) => [
      `# ${why}`,
      ...(ignores === undefined ? [] : [`# uwtop: ignore ${ignores}`]),
      text,
    ]),
  ]);
  return `${[`# ${headline[kind]}`, '[uwsgi]', ...said.slice(1)].join('\n')}\n`;
}

const headline: Readonly<Record<BaseKind, string>> = {
  wsgi: 'uWSGI for a WSGI application. The numbers are to begin with: "uwtop tune" finds better ones.',
  django: 'uWSGI for Django. The numbers are to begin with: "uwtop tune" finds better ones.',
  flask: 'uWSGI for Flask. The numbers are to begin with: "uwtop tune" finds better ones.',
  docker:
    'uWSGI in a container behind a proxy. The numbers are to begin with: "uwtop tune" finds better ones.',
  emperor:
    'The emperor of uWSGI: it starts an instance for each file in a folder, and starts it again when it ends.',
};
