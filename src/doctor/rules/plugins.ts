/** Packages of distributions have most of uWSGI in plugins: options of one that is not loaded do nothing. */
import { hasPythonApplication } from '../applications';
import type { ConfigFacts } from '../config-facts';
import type { Complaint, ConfigRule } from '../rule';
import { shownOption } from '../shown-option';

const noPythonPlugin: ConfigRule = {
  id: 'L87',
  name: 'no-python-plugin',
  severity: 'warning',
  why: 'Packages of distributions have Python in a plugin: without it uWSGI starts and can serve no request.',
  versions: "Debian's and Ubuntu's",
  check: (facts) => {
    if (!hasPythonApplication(facts) || !isOpenToPlugins(facts) || isLoaded(facts, 'py')) return [];
    const message = "no python plugin is loaded: Debian's uWSGI can then serve no request";
    const fix = `plugins = python3${unlessBuiltIn(facts)}`;
    return [{ message, fix, origin: facts.all('plugins').at(-1)?.origin, ...weightOf(facts) }];
  },
};

interface PluginOfDebian {
  readonly name: string;
  /** In the name of the file: one is built for each version of Python. */
  readonly mark: string;
  readonly options: RegExp;
  /** uWSGI's usual build, which pip makes too, has it built in. */
  readonly isUsual?: true;
}

const plugins: readonly PluginOfDebian[] = [
  {
    name: 'http',
    mark: 'http',
    options: /^http(?:router|-(?!socket).*)?$|^https(?:2|-(?!socket).*)?$/,
    isUsual: true,
  },
  { name: 'python3,gevent_python3', mark: 'gevent', options: /^gevent(?:-|$)/ },
  { name: 'python3,greenlet_python3', mark: 'greenlet', options: /^greenlet$/ },
  { name: 'fastrouter', mark: 'fastrouter', options: /^fastrouter(?:-|$)/, isUsual: true },
  { name: 'rawrouter', mark: 'rawrouter', options: /^rawrouter(?:-|$)/, isUsual: true },
  { name: 'sslrouter', mark: 'sslrouter', options: /^sslrouter2?(?:-|$)/, isUsual: true },
  { name: 'forkptyrouter', mark: 'forkptyrouter', options: /^forkpty/ },
  { name: 'carbon', mark: 'carbon', options: /^carbon(?:-|$)/, isUsual: true },
  { name: 'rrdtool', mark: 'rrdtool', options: /^rrdtool(?:-|$)/, isUsual: true },
  { name: 'cgi', mark: 'cgi', options: /^cgi(?:-(?!mode$)|$)/ },
  { name: 'webdav', mark: 'webdav', options: /^webdav-/ },
  { name: 'ugreen', mark: 'ugreen', options: /^ugreen(?:-|$)/, isUsual: true },
];

const pluginNotLoaded: ConfigRule = {
  id: 'L88',
  name: 'plugin-not-loaded',
  severity: 'warning',
  why: 'Packages of distributions have it in a plugin: without that uWSGI passes over its options, and with strict it does not start.',
  versions: "Debian's and Ubuntu's",
  check: (facts) => {
    if (!isOpenToPlugins(facts)) return [];
    const missing = plugins.filter(({ mark }) => !isLoaded(facts, mark));
    return missing.flatMap((plugin): Complaint[] => {
      const option = facts.configuration.options.find(
        ({ name, unknown }) => unknown === undefined && plugin.options.test(name),
      );
      if (option === undefined) return [];
      const message = `${shownOption(option)} does nothing: the plugin ${plugin.mark} of Debian's uWSGI is not loaded`;
      const builtIn = plugin.isUsual === true ? unlessBuiltIn(facts) : '';
      const fix = `plugins = ${plugin.name}, above it${builtIn}`;
      return [{ message, fix, origin: option.origin, ...weightOf(facts) }];
    });
  },
};

/** uWSGI has plugins in files of their own, and it is known which of them it loads. */
function isOpenToPlugins(facts: ConfigFacts): boolean {
  const isPackaged = facts.host.uwsgiVersion?.endsWith('-debian') === true;
  const isAllKnown = facts.all('plugins').length === facts.countOf('plugins');
  return isPackaged && isAllKnown && facts.lacks('autoload') && !isOfDebian(facts);
}

const isLoaded = (facts: ConfigFacts, mark: string): boolean =>
  facts
    .all('plugins')
    .flatMap(({ value = '' }) => value.split(','))
    .some((name) => name.includes(mark) && !name.includes(`router_${mark}`));

/** Debian starts these with a file of its own before, which has autoload in it. */
const isOfDebian = ({ configuration: { options } }: ConfigFacts): boolean =>
  options.some(({ origin }) => origin.kind === 'file' && origin.file.startsWith('/etc/uwsgi/apps-'));

const unlessBuiltIn = ({ host }: ConfigFacts): string =>
  host.isVersionGuessed === true
    ? '; a uWSGI of pip has it built in: if that is meant, --uwsgi-version 2.0.30 or --no-host'
    : '';

/** With strict the options are unknown, and that ends the start of the uWSGI that is known to be meant. */
const weightOf = (facts: ConfigFacts): Pick<Complaint, 'severity'> =>
  facts.isOn('strict') && facts.host.isVersionGuessed !== true ? { severity: 'error' } : {};

export const pluginRules: readonly ConfigRule[] = [noPythonPlugin, pluginNotLoaded];
