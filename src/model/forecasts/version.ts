/** What changed between versions of uWSGI, where a forecast depends on it. */
import { isBefore } from '../uwsgi-version';

/** An option that a version does not know is silently accepted by it, and does nothing. An unknown one is taken for old. */
export const knowsMaxRequestsDelta = (version: string): boolean => isBefore(version, '2.0.29') === false;
