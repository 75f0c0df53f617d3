/** Whether Prometheus would take what is served: its text format, line by line, and no series twice. */

const sample =
  /^[a-zA-Z_:][\w:]*(?:\{[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*")*\})? (-?\d\S*)$/;
const comment = /^# (?:(?:HELP|TYPE|UNIT) [a-zA-Z_:][\w:]* .*|EOF)$/;

export function expositionProblems(content: string): string[] {
  const known = new Set<string>();
  const lines = content.split('\n');
  const problems = lines.at(-1) === '' ? [] : ['the last line has no end'];
  for (const line of lines) {
    if (line === '' || comment.test(line)) continue;
    const value = sample.exec(line)?.[1];
    const series = line.slice(0, line.lastIndexOf(' '));
    if (value === undefined || !Number.isFinite(Number(value))) problems.push(`no sample: ${line}`);
    else if (known.has(series)) problems.push(`twice: ${series}`);
    known.add(series);
  }
  return problems;
}
