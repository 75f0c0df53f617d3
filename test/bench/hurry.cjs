/**
 * Preloaded into a program, it makes an hour pass in a hundred seconds, and time as usual after that: node -r hurry.cjs.
 * HURRY_SINCE, milliseconds since 1970, is when the hour begins: whoever is told the same has the same clock.
 *
 * Timers run as much faster as the clock does, so the program does all that it would do in an hour. What the system does
 * goes its usual way: nothing but the time between two polls is shorter.
 */
const { performance } = require('node:perf_hooks');

const { factor, hurriedSeconds } = require('./hurry.json');
const hurriedMs = hurriedSeconds * 1000;
const since = Number(process.env.HURRY_SINCE);
const { setTimeout: usualTimeout, setInterval: usualInterval } = globalThis;
const usualNow = performance.now.bind(performance);
const startedMs = usualNow();
const behindMs = Date.now() - since;

const realElapsedMs = () => behindMs + usualNow() - startedMs;
const toldMs = (realMs) => Math.min(realMs, hurriedMs) * factor + Math.max(0, realMs - hurriedMs);
const speed = () => (realElapsedMs() < hurriedMs ? factor : 1);

performance.now = () => startedMs + toldMs(realElapsedMs()) - toldMs(behindMs);
Date.now = () => since + toldMs(realElapsedMs());
globalThis.setTimeout = (callback, ms = 0, ...values) => usualTimeout(callback, ms / speed(), ...values);
globalThis.setInterval = (callback, ms = 0, ...values) => usualInterval(callback, ms / speed(), ...values);
