/** The process id that a simulated master begins with: an emperor that runs it has to know. */

import { createRandom, mixSeed, type Random, seedOfName } from '../random/random';

/** Above the highest process id that Linux gives: a row of the demo can never name a living process of the host. */
const pidFloor = 4_200_000;

/** What a master draws first. */
export const drawMasterPid = (random: Random): number => pidFloor + random.integer(0, 700_000);

export const seedOfMaster = (seed: number, name: string): number => mixSeed(seed, seedOfName(name));

export const firstMasterPid = (seed: number, name: string): number =>
  drawMasterPid(createRandom(seedOfMaster(seed, name)));
