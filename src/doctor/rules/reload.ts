/** How long uWSGI waits for a worker that is to go, and what it does to one that grows. */
import { hasPythonApplication } from '../applications';
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';

/** As uWSGI has it without the option. */
const usualMercySeconds = 60;

const mercyBelowHarakiri: ConfigRule = {
  id: 'L56',
  name: 'mercy-below-harakiri',
  severity: 'warning',
  why: 'A reload kills requests that harakiri would have let finish.',
  check: (facts) => {
    const option = facts.last('worker-reload-mercy');
    if (option === undefined && !facts.lacks('worker-reload-mercy')) return [];
    const mercy = option === undefined ? usualMercySeconds : facts.number('worker-reload-mercy');
    const harakiri = facts.number('harakiri') ?? 0;
    if (mercy === undefined || mercy >= harakiri) return [];
    const what = option === undefined ? `worker-reload-mercy (${mercy} s unless set)` : shownOption(option);
    const message = `${what} is shorter than harakiri ${harakiri} s: a reload cuts long requests off`;
    const origin = option?.origin ?? facts.last('harakiri')?.origin;
    return [{ message, fix: `worker-reload-mercy = ${harakiri + 5}`, origin }];
  },
};

const longMercySeconds = 300;

const longMercy: ConfigRule = {
  id: 'L57',
  name: 'long-mercy',
  severity: 'info',
  why: 'One stuck worker holds up every reload for so long, while nothing else can be reloaded.',
  check: (facts) => {
    const harakiri = facts.number('harakiri') ?? 0;
    return ['worker-reload-mercy', 'reload-mercy', 'mule-reload-mercy'].flatMap((name) => {
      const option = facts.last(name);
      const seconds = facts.number(name) ?? 0;
      if (option === undefined || seconds < longMercySeconds || seconds <= harakiri + usualMercySeconds)
        return [];
      const message = `${shownOption(option)}: one stuck process holds a reload up for ${seconds} s`;
      return [
        { message, fix: `${name} = ${Math.max(usualMercySeconds, harakiri + 5)}`, origin: option.origin },
      ];
    });
  },
};

const evilReload: ConfigRule = {
  id: 'L58',
  name: 'evil-reload',
  severity: 'warning',
  why: 'The master kills the worker at once, with whatever request it is in.',
  check: (facts) =>
    ['evil-reload-on-rss', 'evil-reload-on-as'].flatMap((name) => {
      const option = facts.last(name);
      if (option === undefined || (facts.number(name) ?? 0) <= 0) return [];
      const message = `${shownOption(option)} kills a worker in the middle of its request`;
      return [
        { message, fix: `${name.slice('evil-'.length)} = ${facts.number(name) ?? 0}`, origin: option.origin },
      ];
    }),
};

const recycling = ['max-requests', 'max-worker-lifetime', 'reload-on-rss', 'reload-on-as'] as const;

const noMercy: ConfigRule = {
  id: 'L79',
  name: 'no-worker-reload-mercy',
  severity: 'info',
  why: 'A worker that is recycled and does not end (a thread, a connection) is killed after 60 s, with its requests.',
  check: (facts) => {
    const option = facts.last(...recycling);
    if (option === undefined || !facts.lacks('worker-reload-mercy')) return [];
    // It ends them before, or a rule of its own tells that it does not.
    if (!facts.lacks('harakiri') && facts.number('harakiri') !== 0) return [];
    const message = `${shownOption(option)} without harakiri and worker-reload-mercy: a worker on its way out has 60 s, then SIGKILL`;
    const fix = 'harakiri = 55, or worker-reload-mercy as long as the longest request takes';
    return [{ message, fix, origin: option.origin }];
  },
};

const noRecycling: ConfigRule = {
  id: 'L80',
  name: 'no-recycling',
  severity: 'info',
  why: 'What an application leaks stays until the machine is out of memory, and the kernel chooses whom to kill.',
  check: (facts) => {
    const others = ['evil-reload-on-rss', 'evil-reload-on-as'];
    if (!hasPythonApplication(facts) || !facts.lacks(...recycling, ...others)) return [];
    const message =
      'no max-requests, max-worker-lifetime or reload-on-rss: a leak grows until the kernel kills';
    return [{ message, fix: 'max-worker-lifetime = 3600, with max-worker-lifetime-delta = 60' }];
  },
};

export const reloadRules: readonly ConfigRule[] = [
  mercyBelowHarakiri,
  longMercy,
  evilReload,
  noMercy,
  noRecycling,
];
