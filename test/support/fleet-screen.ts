/** Reads the lines of the fleet's table off a screen. */
export interface FleetLine {
  /** The name of a group or of an instance, without marks. */
  readonly name: string;
  readonly state: string;
  /** Of a group: whether its instances are hidden. */
  readonly fold?: 'open' | 'folded' | undefined;
  readonly line: string;
}

/** The lines that are in sight, from the top; none where the screen shows something else. */
export function fleetLines(screen: string): readonly FleetLine[] {
  const lines = screen.split('\n');
  const at = lines.findIndex((line) => /^STATE.? +INSTANCE/.test(line));
  const start = lines[at]?.indexOf('INSTANCE') ?? 0;
  if (at < 0) return [];
  const body = lines.slice(at + 1);
  const end = body.findIndex((line) => line.trim() === '' || line.startsWith(' '));
  return (end < 0 ? body : body.slice(0, end)).map((line) => {
    const [, mark, name = ''] = /^ *([▾▸])? *(.*?)(?: \(| {2}|$)/.exec(line.slice(start)) ?? [];
    const fold = mark === undefined ? undefined : mark === '▾' ? 'open' : 'folded';
    return { name, state: line.slice(0, start).trim(), fold, line };
  });
}

export const namesOn = (screen: string): readonly string[] => fleetLines(screen).map(({ name }) => name);
