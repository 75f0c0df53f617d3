/** Reads what Prometheus reads, by the rules of its text format alone. */

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/g;

export function readSeries(text: string): Series[] {
  return text
    .split('\n')
    .filter((one) => one !== '' && !one.startsWith('#'))
    .map((one) => {
      const [, name, labels = '', value] = line.exec(one) ?? [];
      if (name === undefined) throw new Error(`this is no series: ${one}`);
      const pairs = [...labels.matchAll(label)].map(([, key = '', quoted = '']) => [key, unescape(quoted)]);
      return { name, labels: Object.fromEntries(pairs) as Series['labels'], value: Number(value) };
    });
}

const unescape = (quoted: string): string =>
  quoted.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));

/** `name{a="1",b="2"}` with the labels in alphabetical order: what a series is known by. */
export const keyOf = ({ name, labels }: Pick<Series, 'name' | 'labels'>): string =>
  `${name}${JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))}`;
