/** The contract for scripts says unknown as null. */
export const orNull = <Value>(value: Value | undefined): Value | null => value ?? null;
