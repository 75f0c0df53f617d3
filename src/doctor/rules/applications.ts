/** How the application gets into the workers. */
import { hasApplication, hasPythonApplication } from '../applications';
import type { ConfigRule } from '../rule';
import { shownOption } from '../shown-option';
import { processesOf } from './workers';

const lazyApps: ConfigRule = {
  id: 'L40',
  name: 'lazy-apps',
  severity: 'info',
  why: 'Each worker loads the application for itself: more memory and a slower start, but safe for what it opens when loaded.',
  check: (facts) => {
    const option = facts.last('lazy-apps');
    if (option === undefined || !facts.isOn('lazy-apps')) return [];
    const processes = processesOf(facts) ?? 1;
    if (processes < 2) return [];
    const message = `lazy-apps: ${processes} workers hold ${processes} copies; keep it if threads or connections open at import`;
    return [{ message, fix: 'remove lazy-apps', origin: option.origin }];
  },
};

export const lazy: ConfigRule = {
  id: 'L41',
  name: 'lazy',
  severity: 'warning',
  why: 'The old form changes how uWSGI reloads as well, and its authors advise against it.',
  check: (facts) => {
    const option = facts.last('lazy');
    if (option === undefined || !facts.isOn('lazy')) return [];
    const message = `${shownOption(option)} is the old form: a reload no longer loads the configuration again`;
    return [{ message, fix: 'lazy-apps = true', origin: option.origin }];
  },
};

const needApp: ConfigRule = {
  id: 'L45',
  name: 'no-need-app',
  severity: 'warning',
  why: 'When the application cannot be loaded uWSGI starts all the same and answers every request with an error.',
  check: (facts) => {
    if (!hasApplication(facts) || !facts.lacks('need-app')) return [];
    const message =
      'need-app is not set: an import error does not stop the start, every request fails instead';
    return [{ message, fix: 'need-app = true' }];
  },
};

const singleInterpreter: ConfigRule = {
  id: 'L47',
  name: 'no-single-interpreter',
  severity: 'info',
  why: 'Some extension modules in C fail in a sub-interpreter, which one application has no use for.',
  check: (facts) => {
    if (!hasPythonApplication(facts) || !facts.lacks('single-interpreter')) return [];
    const message = 'single-interpreter is not set: C extensions may fail in the interpreter that uWSGI adds';
    return [{ message, fix: 'single-interpreter = true' }];
  },
};

export const applicationRules: readonly ConfigRule[] = [lazyApps, lazy, needApp, singleInterpreter];
