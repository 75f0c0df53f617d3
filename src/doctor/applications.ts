/** What a configuration is for: of an emperor or a router nobody asks for an application. */
import type { OptionValue } from '../limits/configuration';
import type { ConfigFacts } from './config-facts';

const pythonApplications = [
  'module',
  'wsgi-file',
  'mount',
  'eval',
  'paste',
  'ini-paste',
  'ini-paste-logged',
  'pecan',
  'web3',
  'pump',
  'wsgi-lite',
] as const;

const otherApplications = ['psgi', 'rack', 'rails'] as const;

export const hasPythonApplication = (facts: ConfigFacts): boolean =>
  facts.countOf(...pythonApplications) > 0 && facts.countOf(...otherApplications) === 0;

export const hasApplication = (facts: ConfigFacts): boolean =>
  facts.countOf(...pythonApplications, ...otherApplications) > 0;

/** The last option that names one. */
export const applicationOf = (facts: ConfigFacts): OptionValue | undefined =>
  facts.last(...pythonApplications, ...otherApplications);
