/** What this machine allows a uWSGI that runs on it. */
import { execFile } from 'node:child_process';
import { availableParallelism, platform, release, totalmem } from 'node:os';
import { readSmallFile } from './small-file';

export interface MachineLimits {
  readonly somaxconn?: number | undefined;
  readonly memoryBytes: number;
  readonly cpuCount: number;
  /** '6.1.0-18-amd64'; undefined where it is no Linux. */
  readonly kernelVersion?: string | undefined;
}

export function readMachineLimits(procRoot = '/proc'): MachineLimits {
  const somaxconn = readSmallFile(`${procRoot}/sys/net/core/somaxconn`);
  const constrained = process.constrainedMemory();
  const total = totalmem();
  return {
    somaxconn: somaxconn.ok ? Number.parseInt(somaxconn.text, 10) : undefined,
    // Without a limit of a container it is 0 or far beyond what there is.
    memoryBytes: constrained > 0 && constrained < total ? constrained : total,
    cpuCount: availableParallelism(),
    kernelVersion: platform() === 'linux' ? release() : undefined,
  };
}

const patienceMs = 2000;

/** '2.0.21-debian' of the uwsgi in PATH; undefined where there is none. */
export function installedUwsgiVersion(): Promise<string | undefined> {
  return new Promise((resolve) => {
    const limits = { timeout: patienceMs, killSignal: 'SIGKILL', maxBuffer: 4096, encoding: 'utf8' } as const;
    // UWSGI_INI and its like in the environment would count as options.
    const env = { PATH: process.env['PATH'] };
    execFile('uwsgi', ['--version'], { ...limits, env }, (error, stdout) => {
      const version = /^\d+\.\d+\S{0,40}/.exec(stdout.trim())?.[0];
      resolve(error === null ? version : undefined);
    });
  });
}
