/** The CGI variables of a request in flight, derived from its number alone: nothing is stored while it runs. */

import type { IncidentKind, SocketProfile, TrafficProfile } from './profile';
import { createRandom, mixSeed, type NonEmpty, type Random } from '../random/random';

export interface RequestOrigin {
  readonly traffic: TrafficProfile;
  readonly socket: SocketProfile;
  readonly seed: number;
}

const agents: NonEmpty<string> = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36',
  'okhttp/4.12.0',
  'python-requests/2.32.3',
];
const words: NonEmpty<string> = [
  'lamp',
  'oak-table',
  'wool+blanket',
  'linen',
  'desk',
  'caf%C3%A9',
  'mug',
  'tent',
];
/** A title-setting escape sequence as an attacker would send it; uWSGI prints it raw into its JSON. */
const hostileAgent = 'curl/8.5.0 \u001b]0;x\u0007';

/** As uWSGI lists them: the variables of the request, then an empty string. */
export function requestVars(origin: RequestOrigin, serial: number, incident?: IncidentKind): string[] {
  const random = createRandom(mixSeed(origin.seed, serial));
  const [method, pattern] = random.pick(origin.traffic.routes);
  const uri = fillPattern(pattern, random);
  const [path = uri, query = ''] = uri.split('?');
  const lines =
    origin.socket.proto === 'uwsgi'
      ? proxiedLines({ method, uri, path, query }, origin, random)
      : directLines({ method, uri, path, query }, origin, random);
  const agent = incident === 'hostile' ? hostileAgent : random.pick(agents);
  return [...lines, `HTTP_USER_AGENT=${agent}`, 'HTTP_ACCEPT=*/*', ...clientLines(random), ''];
}

interface Target {
  readonly method: string;
  readonly uri: string;
  readonly path: string;
  readonly query: string;
}

/** The order of nginx's `uwsgi_params`. */
function proxiedLines(target: Target, origin: RequestOrigin, random: Random): string[] {
  const hasBody = target.method !== 'GET' && target.method !== 'DELETE';
  return [
    `QUERY_STRING=${target.query}`,
    `REQUEST_METHOD=${target.method}`,
    `CONTENT_TYPE=${hasBody ? 'application/json' : ''}`,
    `CONTENT_LENGTH=${hasBody ? String(random.integer(40, 4000)) : ''}`,
    `REQUEST_URI=${target.uri}`,
    `PATH_INFO=${decodeURIComponent(target.path)}`,
    `DOCUMENT_ROOT=/srv/${origin.traffic.host}/public`,
    'SERVER_PROTOCOL=HTTP/1.1',
    'REQUEST_SCHEME=https',
    'HTTPS=on',
    `REMOTE_ADDR=${clientAddress(random)}`,
    `REMOTE_PORT=${String(random.integer(32_768, 60_999))}`,
    'SERVER_PORT=443',
    `SERVER_NAME=${origin.traffic.host}`,
    `HTTP_HOST=${origin.traffic.host}`,
  ];
}

/** What uWSGI's own http socket gives. */
function directLines(target: Target, origin: RequestOrigin, random: Random): string[] {
  const port = origin.socket.name.split(':').at(-1) ?? '80';
  return [
    `REQUEST_METHOD=${target.method}`,
    `PATH_INFO=${decodeURIComponent(target.path)}`,
    `REQUEST_URI=${target.uri}`,
    `QUERY_STRING=${target.query}`,
    'SERVER_PROTOCOL=HTTP/1.1',
    'SCRIPT_NAME=',
    `SERVER_NAME=${origin.traffic.host}`,
    `SERVER_PORT=${port}`,
    `REMOTE_ADDR=${clientAddress(random)}`,
    `HTTP_HOST=${origin.traffic.host}`,
  ];
}

/** Cookies and tokens are part of every real dump, so they are part of this one; the values say what they are. */
function clientLines(random: Random): string[] {
  const lines = ['HTTP_ACCEPT_LANGUAGE=en;q=0.8, it;q=0.6'];
  if (random.chance(0.6)) {
    lines.push(`HTTP_COOKIE=sessionid=not-a-real-session-${String(random.integer(1000, 9999))}; theme=dark`);
  }
  if (random.chance(0.2)) lines.push('HTTP_AUTHORIZATION=Bearer not-a-real-token');
  if (random.chance(0.4)) lines.push(`HTTP_X_REQUEST_ID=${random.integer(0, 0xffffff).toString(16)}`);
  return lines;
}

/** From the range that is set aside for documentation: nobody's address. */
function clientAddress(random: Random): string {
  return `192.0.2.${String(random.integer(1, 254))}`;
}

function fillPattern(pattern: string, random: Random): string {
  return pattern
    .replace(/#/g, () => String(random.integer(1, 48_000)))
    .replace(/@/g, () => random.pick(words));
}
