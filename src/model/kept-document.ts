/** What is kept of a document until the next one comes. */
import { maskCommand } from '../format/command-secrets';
import { displayText } from '../format/text';
import type { EmperorDocument, Snapshot, WorkerDocument } from '../stats/schema';

/**
 * Without the workers: what is known of them is in their states, and their own list holds every variable of every request
 * in flight, megabytes that would be moved about in memory. Command lines go without the values of secrets.
 */
export function keptSnapshot(snapshot: Snapshot): Snapshot {
  switch (snapshot.kind) {
    case 'worker':
      return { kind: 'worker', document: keptMaster(snapshot.document) };
    case 'emperor':
      return { kind: 'emperor', document: keptEmperor(snapshot.document) };
    case 'router':
      return snapshot;
  }
}

function keptMaster(document: WorkerDocument): WorkerDocument {
  const { daemons, crons } = document;
  return {
    ...document,
    workers: [],
    daemons: daemons?.map((daemon) => ({ ...daemon, cmd: shownCommand(daemon.cmd) })),
    crons: crons?.map((cron) => ({ ...cron, command: cron.command && shownCommand(cron.command) })),
  };
}

/** Where it looks for vassals may be a database, with the password to it. */
const keptEmperor = (document: EmperorDocument): EmperorDocument => ({
  ...document,
  emperor: document.emperor?.map(shownCommand),
});

/** Nobody reads further, and a request cannot choose it. */
const shownCommand = (command: string): string => maskCommand(displayText(command, 1024));
