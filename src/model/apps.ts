/** The applications of an instance, each over all workers that have it loaded. */
import { displayText } from '../format/text';
import type { RawApp, WorkerDocument } from '../stats/schema';

export interface AppState {
  readonly mountpoint: string;
  readonly chdir: string;
  /** Workers that have it loaded. */
  readonly workers: number;
  /** Sums over these workers, as uWSGI counts them. */
  readonly requests?: number | undefined;
  readonly exceptions?: number | undefined;
  /** The longest that it took to load, whole seconds. */
  readonly startupSeconds?: number | undefined;
}

/** A page of them helps nobody find one: what mounts more says so by its number. */
const mostApps = 200;

/** In uWSGI's order. */
export function appsOf({ workers }: WorkerDocument): readonly AppState[] {
  const known = new Map<string, AppState>();
  for (const { apps } of workers) {
    if (apps === undefined) continue;
    for (const app of apps) {
      const place = `${app.id ?? ''} ${app.mountpoint ?? ''}`;
      const before = known.get(place);
      if (before !== undefined || known.size < mostApps) known.set(place, withApp(before, app));
    }
  }
  return [...known.values()];
}

const withApp = (before: AppState | undefined, app: RawApp): AppState => ({
  mountpoint: before?.mountpoint ?? displayText(app.mountpoint ?? '', 200),
  chdir: before?.chdir ?? displayText(app.chdir ?? '', 400),
  workers: (before?.workers ?? 0) + 1,
  requests: sum(before?.requests, app.requests),
  exceptions: sum(before?.exceptions, app.exceptions),
  startupSeconds: largest(before?.startupSeconds, app.startup_time),
});

const sum = (before: number | undefined, more: number | undefined) =>
  more === undefined ? before : (before ?? 0) + more;

const largest = (before: number | undefined, other: number | undefined) =>
  other === undefined ? before : Math.max(before ?? 0, other);

/** Of whichever takes longest. */
export const longestStartupSeconds = (apps: readonly AppState[]): number =>
  apps.reduce((longest, { startupSeconds }) => Math.max(longest, startupSeconds ?? 0), 0);
