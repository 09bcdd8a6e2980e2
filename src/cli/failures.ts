/** Wrong usage: exit 2. The message names the option or argument. */
export class UsageError extends Error {}

/** The input or the operation failed: exit 1. The message is for the person at the terminal. */
export class OperationFailed extends Error {}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
