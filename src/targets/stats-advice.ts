/** Which line to add to which file, so that a uWSGI serves its stats. Pure. */
import { excerpt } from '../format/text';

export interface Adviser {
  readonly option: 'stats' | 'emperor-stats';
  readonly name: string;
  /** Absolute; undefined where it has none, or none that is known. */
  readonly file?: string | undefined;
  /** It was started with its options on the command line. */
  readonly hasCommandLine: boolean;
  /** Whether nothing is at this path yet. */
  readonly isFree: (path: string) => boolean;
}

/** 'add stats = /tmp/shop.stats.sock to /etc/uwsgi/shop.ini' */
export function statsAdvice({ option, name, file, hasCommandLine, isFree }: Adviser): string {
  if (file !== undefined) return `add ${statsLine({ option, name, file, isFree })} to ${excerpt(file, 200)}`;
  const path = freePath(name, isFree);
  return hasCommandLine
    ? `add --${option} ${path} to its command line`
    : `add ${option} = ${path} to its configuration`;
}

/** The line alone, in the language of the file: 'stats = /tmp/shop.stats.sock'. */
export function statsLine({
  option,
  name,
  file,
  isFree,
}: Pick<Adviser, 'option' | 'name' | 'isFree'> & { readonly file: string }): string {
  const path = freePath(name, isFree);
  if (/\.ya?ml$/.test(file)) return `${option}: ${path}`;
  if (file.endsWith('.xml')) return `<${option}>${path}</${option}>`;
  return /\.js(on)?$/.test(file) ? `"${option}": "${path}"` : `${option} = ${path}`;
}

const mostTries = 100;

function freePath(name: string, isFree: (path: string) => boolean): string {
  const stem = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '') || 'uwsgi';
  const path = (count: number) => `/tmp/${stem}${count === 1 ? '' : `-${count}`}.stats.sock`;
  for (let count = 1; count < mostTries; count += 1) if (isFree(path(count))) return path(count);
  return path(mostTries);
}
