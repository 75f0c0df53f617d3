/** The only file that knows the yaml package: a text becomes nodes with lines, and nothing of YAML's finesse remains. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  type YAMLError,
} from 'yaml';
import { excerpt } from '../format/text';
import type { Problems } from './problems';

export interface ConfigValue {
  readonly kind: 'value';
  readonly line: number;
  /** As YAML understands it. */
  readonly value: string | number | boolean;
  /** As it was written, without quotes. */
  readonly text: string;
}

export interface ConfigEntry {
  readonly key: string;
  readonly line: number;
  readonly node: ConfigNode;
}

export type ConfigNode =
  | ConfigValue
  /** A key without a value, or an empty file. */
  | { readonly kind: 'nothing'; readonly line: number }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly ConfigNode[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly ConfigEntry[] };

/** A directive of the file must not change what its words mean; keys are compared here, in less than quadratic time. */
const settings = {
  version: '1.2',
  schema: 'core',
  merge: false,
  resolveKnownTags: false,
  uniqueKeys: false,
  prettyErrors: false,
} as const;

/** Deeper than any section goes. */
const deepest = 10;

/** undefined when it is no YAML: nothing that could be read of it afterwards would be reliable. */
export function parseYaml(text: string, problems: Problems): ConfigNode | undefined {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  try {
    const document = parseDocument(text, { ...settings, lineCounter: lines });
    // Its warnings are of unknown tags and directives: nothing that this file needs.
    for (const error of [...document.errors, ...document.warnings])
      problems.add(lineAt(error.pos[0]), () => explain(error));
    return problems.isEmpty ? new Converter(problems, lineAt).node(document.contents, 1, 0) : undefined;
  } catch {
    problems.add(1, () => 'the YAML reader gave up on this file');
    return undefined;
  }
}

function explain({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'a second YAML document (---) begins here; one is read';
  const hint = code === 'BAD_SCALAR_START' ? '; put the value in quotes' : '';
  return `no valid YAML: ${excerpt(message, 160)}${hint}`;
}

class Converter {
  readonly #problems: Problems;
  readonly #lineAt: (offset: number) => number;

  constructor(problems: Problems, lineAt: (offset: number) => number) {
    this.#problems = problems;
    this.#lineAt = lineAt;
  }

  /** @param parentLine stands in where YAML has no node: after a key without a value */
  node(found: unknown, parentLine: number, depth: number): ConfigNode {
    const line = this.#lineOf(found, parentLine);
    if (isScalar(found)) return scalarNode(found, line);
    if (depth > deepest) return this.#refused(line, 'nested too deep');
    if (isSeq(found))
      return { kind: 'list', line, items: found.items.map((item) => this.node(item, line, depth + 1)) };
    // Bounded like this: an alias can stand for as much as one likes.
    if (isAlias(found))
      return this.#refused(line, 'aliases of YAML (*name) are not followed; write the value out');
    if (!isMap(found)) return { kind: 'nothing', line };
    const entries = found.items.flatMap(({ key, value }) => this.#entry(key, value, line, depth));
    return { kind: 'map', line, entries: this.#withoutDuplicates(entries) };
  }

  #entry(key: unknown, value: unknown, mapLine: number, depth: number): readonly ConfigEntry[] {
    const line = this.#lineOf(key, mapLine);
    if (!isScalar(key) || key.value === null) {
      this.#refused(line, 'a key should be text');
      return [];
    }
    const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
    return [{ key: name, line, node: this.node(value, line, depth + 1) }];
  }

  #withoutDuplicates(entries: readonly ConfigEntry[]): readonly ConfigEntry[] {
    const first = new Map<string, ConfigEntry>();
    for (const entry of entries) {
      const { key, line } = entry;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, entry);
      else this.#refused(line, `\`${excerpt(key, 40)}\` is here a second time, after line ${earlier.line}`);
    }
    return [...first.values()];
  }

  #lineOf(node: unknown, otherwise: number): number {
    const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
    const start = hasRange ? node.range?.[0] : undefined;
    return start === undefined ? otherwise : this.#lineAt(start);
  }

  /** A problem is enough to refuse the file, so what stands in for the node does not matter. */
  #refused(line: number, text: string): ConfigNode {
    this.#problems.add(line, () => text);
    return { kind: 'nothing', line };
  }
}

function scalarNode({ value, source }: Scalar, line: number): ConfigNode {
  if (typeof value === 'string') return { kind: 'value', line, value, text: value };
  if (typeof value !== 'number' && typeof value !== 'boolean') return { kind: 'nothing', line };
  return { kind: 'value', line, value, text: source ?? String(value) };
}
