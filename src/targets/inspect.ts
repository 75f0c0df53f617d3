/** Everything that can be found out about a target: what answers, what it was told, what the machine knows of it. */
import { createHostReader, type HostReader } from '../host/reader';
import { mayBeLocal } from '../host/locality';
import { readConfiguration } from '../limits/read-configuration';
import type { Configuration } from '../limits/configuration';
import { type Limits, limitsOf } from '../limits/limits';
import type { HostFacts } from '../model/host-facts';
import type { InstanceState } from '../model/instance';
import type { Address } from './address';
import { configFiles } from './config-files';

export interface Inspection {
  readonly instance: InstanceState;
  readonly limits: Limits;
  /** What could not be read or followed on the way to the limits. */
  readonly notes: readonly string[];
  /** Absent where nothing with processes answered. */
  readonly host?: HostFacts | undefined;
}

export interface InspectOptions {
  /** A configuration that the user named: it ranks before the one that was found. */
  readonly uwsgiConfig?: string | undefined;
  /** Where relative paths of the user stand. */
  readonly directory: string;
}

export class Inspector {
  readonly #host: HostReader = createHostReader();
  readonly #options: InspectOptions;

  constructor(options: InspectOptions) {
    this.#options = options;
  }

  async inspect(instance: InstanceState, address: Address): Promise<Inspection> {
    const named = this.#namedConfiguration();
    const host = await this.#hostFacts(instance, address);
    const { found, reason } = host?.local === true ? await this.#foundConfiguration(instance) : {};
    const configurations = [named, found].filter((configuration) => configuration !== undefined);
    const notes = configurations.flatMap((configuration) => configuration.notes.map(({ text }) => text));
    return {
      instance,
      limits: limitsOf(configurations),
      notes: reason === undefined ? notes : [...notes, reason],
      host,
    };
  }

  #namedConfiguration(): Configuration | undefined {
    const { uwsgiConfig, directory } = this.#options;
    if (uwsgiConfig === undefined) return undefined;
    return readConfiguration({ files: [uwsgiConfig], startDirectory: directory }, configFiles);
  }

  async #hostFacts({ seen }: InstanceState, address: Address): Promise<HostFacts | undefined> {
    if (seen === undefined) return undefined;
    if (!(await mayBeLocal(address))) return { local: false, reason: 'not on this machine' };
    const { snapshot } = seen.sighting;
    if (snapshot.kind === 'router') return { local: false, reason: 'a router has no workers to be known by' };
    const processes = snapshot.kind === 'worker' ? seen.workers : snapshot.document.vassals;
    return this.#host.read({
      masterPid: seen.pid,
      workerPids: processes.flatMap(({ pid }) => (pid > 0 ? [pid] : [])),
      sockets: snapshot.kind === 'worker' ? (snapshot.document.sockets ?? []) : [],
    });
  }

  async #foundConfiguration({
    seen,
  }: InstanceState): Promise<{ found?: Configuration | undefined; reason?: string }> {
    if (seen === undefined) return {};
    const { commandLine, environment, cwd, reason } = await this.#host.readStartFacts(seen.pid);
    if (commandLine === undefined) return { reason: `how it was started is not known: ${reason ?? ''}` };
    // The shell that started it left the directory in PWD, and `chdir` may have moved it since; but an emperor goes to
    // its vassals' folder before it starts one. Where the file is found, it was started.
    const directories = [environment?.['PWD'], cwd].filter((directory) => directory !== undefined);
    const read = (startDirectory: string) =>
      readConfiguration(
        {
          commandLine,
          startDirectory,
          facts: { version: seen.version },
          ...(environment !== undefined && { environment }),
        },
        configFiles,
      );
    const configurations = (directories.length > 0 ? directories : ['/']).map(read);
    const whole = configurations.find(({ steps }) => steps.every(({ kind }) => kind === 'option'));
    return { found: whole ?? configurations[0] };
  }
}
