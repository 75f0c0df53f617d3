/** One member of the fleet, whichever kind it is: something that can print its document at a moment. */

import { instanceDocument } from './document';
import { printDocument, type JsonObject, type PrintOptions } from './print';
import type { MasterProfile } from './profile';
import { advance, createInstance } from './simulation';

export interface Story {
  document(atMs: number, options?: PrintOptions): string;
  isUp(atMs: number): boolean;
}

export function tellMaster(profile: MasterProfile, seed: number, fromMs: number): Story {
  const instance = createInstance(profile, seed, fromMs);
  return {
    document: (atMs, options) => {
      advance(instance, atMs);
      return printDocument(instanceDocument(instance), options);
    },
    isUp: (atMs) => {
      advance(instance, atMs);
      return instance.phase !== 'down';
    },
  };
}

/** For what needs no state: its document is a function of the moment, and it is always there. */
export function tellMoments(documentAt: (atMs: number) => JsonObject): Story {
  return {
    document: (atMs, options) => printDocument(documentAt(atMs), options),
    isUp: () => true,
  };
}
