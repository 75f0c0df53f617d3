/** Room for the head of a request, and patience with who sends it. */
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';
import { hasApplication } from '../applications';

const usualBufferBytes = 4096;
const mostBufferBytes = 65_535;

const smallBuffer: ConfigRule = {
  id: 'L48',
  name: 'small-buffer-size',
  severity: 'info',
  why: 'Large cookies or long addresses do not fit: uWSGI drops the request with "invalid request block size".',
  check: (facts) => {
    const option = facts.last('buffer-size');
    if (!hasApplication(facts) || (option === undefined && !facts.lacks('buffer-size'))) return [];
    const size = option === undefined ? usualBufferBytes : (facts.number('buffer-size') ?? 0);
    if (size > usualBufferBytes) return [];
    const what = option === undefined ? 'buffer-size is not set' : shownOption(option);
    const message = `${what}: a request whose head is longer than ${size} bytes is dropped`;
    return [{ message, fix: 'buffer-size = 16384', origin: option?.origin }];
  },
};

const hugeBuffer: ConfigRule = {
  id: 'L78',
  name: 'huge-buffer-size',
  severity: 'warning',
  why: 'The size of a request head has 16 bits: uWSGI takes 65535 for anything larger, without a word.',
  check: (facts) => {
    const option = facts.last('buffer-size');
    if (option === undefined || (facts.number('buffer-size') ?? 0) <= mostBufferBytes) return [];
    const message = `${shownOption(option)} becomes 65535: longer request heads are still dropped`;
    return [{ message, fix: 'buffer-size = 65535', origin: option.origin }];
  },
};

const shortSeconds = 2;
const longSeconds = 60;

const oddSocketTimeout: ConfigRule = {
  id: 'L59',
  name: 'odd-socket-timeout',
  severity: 'info',
  why: 'It bounds every read and write, also of the stats, which the master writes while it does nothing else.',
  check: (facts) => {
    const option = facts.last('socket-timeout');
    const seconds = facts.number('socket-timeout');
    if (option === undefined || seconds === undefined) return [];
    if (seconds >= shortSeconds && seconds <= longSeconds) return [];
    const effect =
      seconds < shortSeconds
        ? 'cuts off clients that pause for a moment'
        : `lets one slow reader of stats stop the master for ${seconds} s`;
    return [
      { message: `${shownOption(option)} ${effect}`, fix: 'socket-timeout = 4', origin: option.origin },
    ];
  },
};

export const bufferRules: readonly ConfigRule[] = [smallBuffer, hugeBuffer, oddSocketTimeout];
