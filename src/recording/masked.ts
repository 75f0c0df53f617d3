/** An observation without secrets, and without what nobody reads: what may stand in a file. Pure. */
import { maskCommand } from '../format/command-secrets';
import { maskedLabels, maskText } from '../format/secrets';
import { displayText } from '../format/text';
import type { Observation, TargetLabel } from '../model/observation';
import { appSchema, coreSchema, requestSchema, workerSchema } from '../stats/schema';
import type { EmperorDocument, RawCore, RawWorker, Snapshot, WorkerDocument } from '../stats/schema';
import { maskedVariables } from '../stats/variables';

const workerKeys = Object.keys(workerSchema.def.shape);
const coreKeys = Object.keys(coreSchema.def.shape);
const requestKeys = Object.keys(requestSchema.def.shape);
const appKeys = Object.keys(appSchema.def.shape);

export function maskedDocument(snapshot: Snapshot): Snapshot['document'] {
  switch (snapshot.kind) {
    case 'worker':
      return maskedMaster(snapshot.document);
    case 'emperor':
      return maskedEmperor(snapshot.document);
    case 'router':
      return snapshot.document;
  }
}

const maskedMaster = (document: WorkerDocument): WorkerDocument => ({
  ...document,
  workers: document.workers.map(maskedWorker),
  daemons: document.daemons?.map((daemon) => ({ ...daemon, cmd: maskedCommand(daemon.cmd) })),
  crons: document.crons?.map((cron) => ({ ...cron, command: cron.command && maskedCommand(cron.command) })),
});

const maskedEmperor = (document: EmperorDocument): EmperorDocument => ({
  ...document,
  emperor: document.emperor?.map(maskedCommand),
});

const maskedCommand = (command: string): string => maskCommand(displayText(command));

function maskedWorker(worker: RawWorker): RawWorker {
  return {
    ...only(worker, workerKeys),
    apps: worker.apps?.map((app) => only(app, appKeys)),
    cores: worker.cores?.map(maskedCore),
  };
}

/** What uWSGI still prints of a request that has ended is of no use. */
function maskedCore(core: RawCore): RawCore {
  const vars = core.in_request > 0 ? core.vars : undefined;
  return {
    ...only(core, coreKeys),
    vars: vars && maskedVariables(vars),
    req_info: core.req_info && only(core.req_info, requestKeys),
  };
}

/** Rows are taken from the answer as they are, with whatever else a patched uWSGI may print in them. */
const only = <Row extends object>(row: Row, keys: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key))) as Row;

export const maskedId = (id: string): string => maskText(displayText(id));

export function maskedLabel({ id, name, address, group, labels }: TargetLabel): TargetLabel {
  return {
    id: maskedId(id),
    name: maskText(name),
    address: maskText(address),
    ...(group !== undefined && { group: maskText(group) }),
    ...(labels !== undefined && { labels: maskedLabels(labels) }),
  };
}

export const maskedVassalStats = (stats: NonNullable<Observation['vassalStats']>) => maskedTexts(stats);

/** The same with every text in it masked, as deep as it goes. */
export function maskedTexts<Value>(value: Value): Value {
  if (typeof value === 'string') return maskText(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(maskedTexts) as Value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskedTexts(inner)])) as Value;
}
