/** Why the screens cannot be shown here; nothing when they can. */
export function unfitTerminal(): string | undefined {
  if (!process.stdout.isTTY) return 'stdout is not a terminal';
  if (!process.stdin.isTTY) return 'stdin is not a terminal';
  if (process.env['TERM'] === 'dumb') return 'this terminal cannot move its cursor (TERM=dumb)';
  return undefined;
}
