/**
 * `; uwtop: ignore L29` in a comment: on a line of its own it counts for the next option, before the first section for all of
 * the file, as does `ignore-file` anywhere. In xml, yaml and json it may stand behind an option too; in an ini nothing can,
 * for uWSGI takes it for a part of the value.
 */
import { nearestHint } from '../format/nearest';
import { excerpt } from '../format/text';
import { type FileFormat, guessFormat } from '../limits/config-file';
import type { IgnoresOfFile } from './diagnose';
import type { RuleMeta } from './rule';

export interface ReadIgnores extends IgnoresOfFile {
  /** What was meant for this program and is not understood. */
  readonly problems: readonly { readonly line: number; readonly text: string }[];
}

const directive = /uwtop:\s*(ignore(?:-file)?)\b[ \t]*([^\n]{0,400})/;

/** What the lines of comments begin with, and the line with which the options begin. */
const shapes: Readonly<Record<FileFormat, { readonly comment: RegExp; readonly head: RegExp }>> = {
  ini: { comment: /^\s*[;#]/, head: /^\s*\[/ },
  yaml: { comment: /^\s*#/, head: /^[^\s#-][^#]*:\s*(?:#.*)?$/ },
  xml: { comment: /^\s*<!--/, head: /<uwsgi[\s>]/ },
  json: { comment: /^\s*(?:\/\/|\/\*|\*)/, head: /"[^"]*"\s*:\s*\{/ },
};

export function readIgnores(file: string, text: string, rules: readonly RuleMeta[]): ReadIgnores {
  const lines = text.split('\n');
  const format = guessFormat(file, text);
  const { comment, head } = shapes[format];
  const headLine = lines.findIndex((line) => head.test(line) && !comment.test(line));
  const whole: string[] = [];
  const byLine = new Map<number, readonly string[]>();
  const problems: { line: number; text: string }[] = [];
  let waiting: string[] = [];
  for (const [index, line] of lines.entries()) {
    const isComment = comment.test(line);
    const [, kind, words = ''] = directive.exec(line) ?? [];
    if (kind === undefined) {
      if (isComment || line.trim() === '' || waiting.length === 0) continue;
      byLine.set(index + 1, [...(byLine.get(index + 1) ?? []), ...waiting]);
      waiting = [];
      continue;
    }
    const { names, problem } = namesIn(words, rules);
    if (problem !== undefined) problems.push({ line: index + 1, text: problem });
    if (!isComment && format === 'ini') problems.push({ line: index + 1, text: behindValue });
    else if (kind === 'ignore-file' || index < headLine) whole.push(...names);
    else if (isComment) waiting.push(...names);
    else {
      byLine.set(index + 1, [...waiting, ...names]);
      waiting = [];
    }
  }
  return { file, whole, lines: byLine, problems };
}

const behindValue =
  'uwtop: ignore stands behind a value, of which uWSGI makes it a part: give it a line of its own';

/** 'L29, harakiri-missing: because …': what follows a name is for people. */
function namesIn(words: string, rules: readonly RuleMeta[]): { names: string[]; problem?: string } {
  const written = words.split(',').map((word) => /^\s*([\w-]+)/.exec(word)?.[1] ?? '');
  const named = written.filter((word) => /\w/.test(word)).map((word) => word.replace(/-+$/, ''));
  if (named.length === 0) return { names: [], problem: 'uwtop: ignore names no rule' };
  const unknown = named.filter((name) => !isRule(name, rules));
  const [first] = unknown;
  if (first === undefined) return { names: named };
  const all = rules.flatMap(({ id, name }) => [id, name]);
  return {
    names: named.filter((name) => isRule(name, rules)),
    problem: `uwtop: ignore names no rule with ${excerpt(first, 40)}${nearestHint(first, all)}`,
  };
}

const isRule = (written: string, rules: readonly RuleMeta[]): boolean =>
  rules.some(({ id, name }) => id === written || name === written);
