/** Answers that are too long, and answers that end too soon, wherever that is. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { worker, workerDocument } from './documents';
import { answering, type Manner, type ScriptedServer } from './stats-server';

const gibibyte = 2 ** 30;
const piece = Buffer.alloc(2 ** 20, ' ');

/** Sends as fast as it is read, and counts the most that one reader has taken. */
export function huge(): { readonly manner: Manner; readonly mostBytes: () => number } {
  let most = 0;
  const manner = (socket: Socket): void => {
    const send = (): void => {
      while (socket.bytesWritten < gibibyte && socket.writable && socket.write(piece));
    };
    socket.on('drain', send).on('close', () => (most = Math.max(most, socket.bytesWritten)));
    socket.write('{"workers":[');
    send();
  };
  return { manner, mostBytes: () => most };
}

/** The most memory that a process has ever had. */
export const peakMegabytes = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** It has few offsets, so that they are through soon. */
export const shortDocument = JSON.stringify(workerDocument([worker()], { pid: 4_900_000 }));

/** A fleet whose answers all stop, each at the next offset of the document. */
export function cutAtEveryOffset(servers: readonly ScriptedServer[]) {
  let offset = 0;
  return {
    begin: () => {
      const cut = (socket: Socket) =>
        void socket.end(shortDocument.slice(0, offset++ % shortDocument.length));
      for (const server of servers) server.behave(cut);
    },
    end: () => servers.forEach((server) => server.behave(answering(shortDocument))),
    isDone: () => offset >= shortDocument.length,
  };
}
