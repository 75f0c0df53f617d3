/** The keys that move about in a recording: while one is replayed they come before all others. */
import type { KeyBinding } from './key-binding';

export const replayBindings: readonly KeyBinding[] = [
  {
    action: 'play-pause',
    during: 'replay',
    keys: ['space', 'p'],
    shown: 'Space',
    label: 'Play',
    help: 'replay: play or pause',
  },
  {
    action: 'step',
    during: 'replay',
    keys: ['.'],
    shown: '.',
    label: 'Step',
    help: 'replay: the next round',
  },
  { action: 'step-back', during: 'replay', keys: [','], shown: ',', help: 'replay: the round before' },
  {
    action: 'speed-up',
    during: 'replay',
    keys: [']', '+', '='],
    shown: '] +',
    label: 'Faster',
    help: 'replay: faster, up to 1000 times',
  },
  { action: 'speed-down', during: 'replay', keys: ['[', '-'], shown: '[ -', help: 'replay: slower' },
  {
    action: 'next-event',
    during: 'replay',
    keys: ['n'],
    shown: 'n',
    label: 'Event',
    help: 'replay: to the next event or alert',
  },
  {
    action: 'previous-event',
    during: 'replay',
    keys: ['N'],
    shown: 'N',
    help: 'replay: to the event or alert before',
  },
  {
    action: 'seek',
    during: 'replay',
    keys: [':'],
    shown: ':',
    label: 'Time',
    help: 'replay: to a time that you type: 14:03, +5m, -30s, 50%',
  },
  { action: 'seek-forward', during: 'replay', keys: [')'], shown: ')', help: 'replay: 10 s on' },
  { action: 'seek-back', during: 'replay', keys: ['('], shown: '(', help: 'replay: 10 s back' },
  { action: 'leap-forward', during: 'replay', keys: ['}'], shown: '}', help: 'replay: 5 min on' },
  { action: 'leap-back', during: 'replay', keys: ['{'], shown: '{', help: 'replay: 5 min back' },
];
