/** Counts the tasks in the folder of a spooler, as uWSGI looks for them. */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpoolerFacts } from '../model/host-facts';
import { codeOf, explainCode } from './small-file';

/** Counting goes so far and takes so long at the most: what there is more of is a heap, whatever its number. */
const mostEntries = 10_000;
const longestMs = 200;

interface Budget {
  entries: number;
  isSpent: boolean;
  readonly endMs: number;
  readonly now: () => number;
}

/** Never rejects. */
export async function countTasks(
  folder: string,
  now: () => number,
): Promise<Pick<SpoolerFacts, 'pending' | 'reason'>> {
  const budget: Budget = { entries: mostEntries, isSpent: false, endMs: now() + longestMs, now };
  try {
    const pending = await tasksIn(folder, budget);
    return budget.isSpent ? { pending, reason: 'at least so many: not all were counted' } : { pending };
  } catch (error) {
    return { reason: explain(codeOf(error)) };
  }
}

/** Those in numbered folders wait by priority. */
async function tasksIn(folder: string, budget: Budget): Promise<number> {
  const { tasks, priorities } = await look(folder, budget);
  let sum = tasks;
  for (const name of priorities) {
    // One that has gone meanwhile holds nothing any more.
    const inside = await look(join(folder, name), budget).catch(() => ({ tasks: 0 }));
    sum += inside.tasks;
  }
  return sum;
}

/** A link is neither a file nor a folder to uWSGI, and nothing here follows one. */
async function look(folder: string, budget: Budget): Promise<{ tasks: number; priorities: string[] }> {
  let tasks = 0;
  const priorities: string[] = [];
  for await (const entry of await opendir(folder, { bufferSize: 256 })) {
    if (budget.entries === 0 || budget.now() > budget.endMs) {
      budget.isSpent = true;
      break;
    }
    budget.entries -= 1;
    if (entry.name.startsWith('uwsgi_spoolfile_on_')) tasks += entry.isFile() ? 1 : 0;
    else if (/^\d+$/.test(entry.name) && entry.isDirectory()) priorities.push(entry.name);
  }
  return { tasks, priorities };
}

function explain(code: string): string {
  if (code === 'ENOENT') return 'its folder is gone';
  return code === 'ENOTDIR' ? 'its folder is none' : explainCode(code);
}
