/** What a file is that holds no configuration of uWSGI, so that who mixed up two files is told which one it was. */
import { excerpt } from '../format/text';

const kinds: readonly (readonly [string, RegExp])[] = [
  ['a systemd unit', /^\s*\[(?:Unit|Service|Install|Socket|Timer)\]/m],
  ["supervisor's configuration", /^\s*\[(?:supervisord|supervisorctl|program:[^\]]+)\]/m],
  ["a pool of PHP-FPM's", /^\s*pm(?:\.\w+)?\s*=/m],
  ["haproxy's configuration", /^(?:frontend|backend|listen)\s+\S+[^]*^\s+(?:bind|server|mode)\s/m],
  ["nginx's configuration", /^\s*(?:server|http|events|upstream\s+\S+|location\s+\S+[^{]*)\s*\{/m],
  ["Apache's configuration", /^\s*<(?:VirtualHost|Directory|IfModule|Location)\b/m],
  [
    "gunicorn's configuration",
    /^\s*(?:worker_class|bind|workers|wsgi_app|accesslog|max_requests_jitter)\s*=/m,
  ],
  ['a compose file', /^services:\s*$/m],
  ['a Dockerfile', /^(?:FROM|ENTRYPOINT|CMD)\s/m],
  ["uwtop's own configuration", /^(?:alerts|limits|looks|interval|theme|targets):/m],
  ['a program in Python', /^(?:import|from)\s+\w+/m],
  ['a recording of uwtop', /^\{"(?:format|uwtop)"/],
];

/** The end of a sentence that begins with the file; undefined where uWSGI would read it. */
export function whatElse(text: string, section = 'uwsgi'): string | undefined {
  if (text.includes('\0')) return 'it is not a text';
  if (text.trim() === '') return 'it is empty';
  if (text.startsWith('\uFEFF'))
    return 'it starts with a byte order mark, which hides its first line from uWSGI';
  const isThere = [`[${section}]`, `${section}:`, `"${section}"`, `<${section}`].some((mark) =>
    text.includes(mark),
  );
  if (isThere) return undefined;
  const kind = kinds.find(([, pattern]) => pattern.test(text.slice(0, mostRead)))?.[0];
  if (kind !== undefined) return `it looks like ${kind}, not like a configuration of uWSGI`;
  const sections = [...text.matchAll(/^[ \t]*\[([^\]\n]{1,60})\]/gm)].map(([, name = '']) =>
    excerpt(name, 40),
  );
  if (sections.length === 0) return 'it is no configuration of uWSGI: it has no section';
  const [first = ''] = sections;
  const others = sections.slice(0, mostNamed).join(', ');
  return `it has no section [${excerpt(section, 40)}], only ${others}: for one of them put :${first} behind the name of the file`;
}

const mostRead = 65_536;
const mostNamed = 5;
