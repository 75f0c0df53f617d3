/**
 * Loaded into the program before itself: its wall clock and its resolver are as a file says. UWTOP_FAULTS names the file:
 * `{"shiftMs": -3600000}` sets the clock, `{"host": "127.0.0.1"}` lets the name of that host be found.
 */
const dns = require('node:dns');
const { readFileSync } = require('node:fs');

let wishes = {};
const look = () => {
  try {
    wishes = JSON.parse(readFileSync(process.env.UWTOP_FAULTS, 'utf8'));
  } catch {
    // Nobody has wished for anything yet.
  }
};
look();
setInterval(look, 30).unref();

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...words) {
    super(...(words.length === 0 ? [RealDate.now() + (wishes.shiftMs ?? 0)] : words));
  }

  static now() {
    return RealDate.now() + (wishes.shiftMs ?? 0);
  }
};

const realLookup = dns.lookup;
dns.lookup = (name, options, found) => {
  if (!name.endsWith('.faults.invalid')) return realLookup(name, options, found);
  const address = wishes[name];
  if (address !== undefined) return setImmediate(() => found(null, [{ address, family: 4 }]));
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
  return setImmediate(() => found(error));
};
