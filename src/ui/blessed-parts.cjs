'use strict';
/**
 * What the bundler puts in the place of `blessed`: the tenth of it that a screen of boxes and line charts needs. The
 * whole cannot be bundled (it requires its widgets by computed names, and packages that are not installed) and would
 * cost a third more start-up.
 */
const Tput = require('blessed/lib/tput');
const terminfo = {
  'xterm-256color': require('blessed/usr/xterm-256color'),
  linux: require('blessed/usr/linux'),
};

// The compiled entries of today's systems have 32-bit numbers, which this parser misreads; its own copies are right.
const readTerminfo = Tput.prototype.readTerminfo;
Tput.prototype.readTerminfo = function (term = this.terminal) {
  const name = term.slice(term.lastIndexOf('/') + 1);
  const known = name === 'xterm' ? 'xterm-256color' : name;
  if (!Object.hasOwn(terminfo, known)) return readTerminfo.call(this, term);
  return this.parseTerminfo(Buffer.from(terminfo[known]), `/usr/${known}`);
};

// A screen uses a dozen of five hundred capabilities: each is compiled when it is first used.
const compile = Tput.prototype._compile;
Tput.prototype._compile = function (info, key, capability) {
  if (typeof capability !== 'string' || capability === '') return compile.call(this, info, key, capability);
  let method;
  return (parameters) => (method ??= compile.call(this, info, key, capability)).call(this, parameters);
};

const Box = require('blessed/lib/widgets/box');
const Screen = require('blessed/lib/widgets/screen');

module.exports = {
  Node: require('blessed/lib/widgets/node'),
  Box,
  box: Box,
  Screen,
  screen: Screen,
};
