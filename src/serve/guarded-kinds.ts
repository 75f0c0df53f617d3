/** Kinds of targets that a probe is refused for unless they were allowed: who can reach the exporter is not its user. */
export const guardedKinds = ['unix', 'file', 'abstract', 'ssh'] as const;

export type GuardedKind = (typeof guardedKinds)[number];
