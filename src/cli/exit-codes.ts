/** What the exit codes of the commands mean; `check` has those of monitoring plugins. */
export const exitCodes = { fine: 0, nothingRead: 1, usage: 2 } as const;

/** Told when a command is done. */
export type Finished = (exitCode: number) => void;
