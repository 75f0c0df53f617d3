/** A request in flight as it is, for who asked to see secrets and answered the question. */
import type { Flight } from './flights';

export const inClear = (flight: Flight): Flight =>
  flight.uriInClear === undefined ? flight : { ...flight, uri: flight.uriInClear };
