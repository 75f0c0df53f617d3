/** What a client says it understands, in the headers Accept and Accept-Encoding. */
import type { Format } from './exposition';

/** OpenMetrics for whoever names it and does not like plain text better. */
export function formatFor(accept = ''): Format {
  const openMetrics = weightOf(accept, 'application/openmetrics-text');
  return openMetrics > 0 && openMetrics >= weightOf(accept, 'text/plain') ? 'openmetrics' : 'prometheus';
}

export const takesGzip = (acceptEncoding = ''): boolean => weightOf(acceptEncoding, 'gzip') > 0;

/** The highest q of an entry; 0 where it is not listed. */
function weightOf(header: string, name: string): number {
  const weights = header.split(',').flatMap((entry) => {
    const [listed = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
    if (listed !== name) return [];
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return [q === undefined ? 1 : Number(q.slice('q='.length)) || 0];
  });
  return Math.max(0, ...weights);
}
