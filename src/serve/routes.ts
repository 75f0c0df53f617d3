/** What is answered at which path. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Situation } from '../alerts/situation';
import type { Exposition } from '../output/metrics';
import type { Target } from '../targets/address';
import { formatFor, takesGzip } from './accept';
import type { Doorkeeper } from './auth';
import { contentTypes, expose } from './exposition';
import { page } from './page';
import type { GuardedKind } from './guarded-kinds';
import { probeTarget } from './probe-target';
import { budgetMs } from './scrape-time';

export interface Exporter {
  readonly version: string;
  /** undefined: everybody is welcome. */
  readonly doorkeeper: Doorkeeper | undefined;
  readonly allowProbe: readonly GuardedKind[];
  /** For a probe whose client says nothing of its patience, ms. */
  readonly timeoutMs: number;
  /** What is known of the targets that are watched. */
  readonly situation: () => Situation;
  readonly isReady: () => boolean;
  readonly probe: (target: Target, budgetMs: number) => Promise<Situation> | undefined;
  readonly metricsOf: (situation: Situation) => Exposition;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const compress = promisify(gzip);

/** Answers never fail: who has gone away is no error, and anything else is one of the program. */
export async function answer(
  exporter: Exporter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const {
    status,
    body,
    type = 'text/plain; charset=utf-8',
    headers = {},
  } = await answerTo(exporter, request);
  const zipped = body.length > 1400 && takesGzip(request.headers['accept-encoding']);
  const bytes = zipped ? await compress(body) : Buffer.from(body);
  response.writeHead(status, {
    ...headers,
    'content-type': type,
    'content-length': bytes.byteLength,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(zipped && { 'content-encoding': 'gzip' }),
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

async function answerTo(exporter: Exporter, request: IncomingMessage): Promise<Answer> {
  const { method = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD')
    return { ...said(405, 'only GET and HEAD'), headers: { allow: 'GET, HEAD' } };
  const verdict = (await exporter.doorkeeper?.judge(headers.authorization)) ?? 'welcome';
  if (verdict === 'busy') return said(503, 'too many passwords to check');
  if (verdict === 'unknown')
    return {
      ...said(401, 'a name and a password are needed'),
      headers: { 'www-authenticate': 'Basic realm="uwtop"' },
    };
  const { url = '' } = request;
  const whole = `http://uwtop${url}`;
  if (!url.startsWith('/') || !URL.canParse(whole)) return said(400, 'this is no path');
  return route(exporter, request, new URL(whole));
}

async function route(exporter: Exporter, request: IncomingMessage, url: URL): Promise<Answer> {
  switch (url.pathname) {
    case '/':
      return { status: 200, body: page(exporter.version), type: 'text/html; charset=utf-8' };
    case '/-/healthy':
      return said(200, 'healthy');
    case '/-/ready':
      return exporter.isReady() ? said(200, 'ready') : said(503, 'not every target has been asked yet');
    case '/metrics':
      return metrics(exporter, exporter.situation(), request);
    case '/probe':
      return probe(exporter, request, url);
    default:
      return said(404, 'there are /metrics, /probe?target=…, /-/healthy and /-/ready');
  }
}

async function probe(exporter: Exporter, request: IncomingMessage, url: URL): Promise<Answer> {
  const target = probeTarget(url, exporter.allowProbe);
  if (!target.ok) return said(target.failure.status, target.failure.message);
  const patience = request.headers['x-prometheus-scrape-timeout-seconds'];
  const situation = await exporter.probe(target.value, budgetMs(patience, exporter.timeoutMs));
  if (situation === undefined) return said(503, 'too many probes at a time');
  return metrics(exporter, situation, request);
}

async function metrics(
  exporter: Exporter,
  situation: Situation,
  { headers }: IncomingMessage,
): Promise<Answer> {
  const format = formatFor(headers.accept);
  const body = await expose(exporter.metricsOf(situation).families, format);
  return { status: 200, body, type: contentTypes[format] };
}

const said = (status: number, sentence: string): Answer => ({ status, body: `${sentence}\n` });
