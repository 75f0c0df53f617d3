/** A mistake in what the user typed: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
