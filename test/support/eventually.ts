import { setTimeout as sleep } from 'node:timers/promises';

/** Checks again and again until nothing is thrown any more, or throws what was thrown last. */
export async function eventually<T>(check: () => Promise<T>, limitMs = 20_000): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(300);
  }
}
