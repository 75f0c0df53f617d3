/** Every way in which asking a target can fail, and the sentence that tells a person what happened and what to do. */

export type FailureCode =
  | 'refused'
  | 'no-such-file'
  | 'not-a-socket'
  | 'permission'
  | 'name-not-found'
  | 'unreachable'
  | 'connect-timeout'
  | 'silent'
  | 'read-timeout'
  | 'reset'
  | 'empty'
  | 'truncated'
  | 'not-json'
  | 'not-stats'
  | 'uwsgi-protocol'
  | 'http-application'
  | 'http-status'
  | 'tls'
  | 'too-large'
  | 'no-abstract-helper'
  | 'io';

export interface Failure {
  readonly code: FailureCode;
  /** What the operating system, the peer or the decoder said, in a few words; foreign text is already cleaned. */
  readonly detail?: string;
}
