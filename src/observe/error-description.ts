/** What the log may say of an error. */
export interface ErrorDescription {
  readonly type: string;
  /** System or library code, for example `SQLITE_FULL`. */
  readonly code?: string;
  /** Stack frames without the message. */
  readonly stack: string;
  readonly cause?: ErrorDescription;
}

/**
 * An error without its message, which may quote the data that caused it (`JSON.parse` does).
 * Causes are followed to a depth of 3.
 */
export function describeError(error: Error, depth = 3): ErrorDescription {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.constructor.name,
    ...(code === undefined ? {} : { code }),
    stack: framesOf(error),
    ...(error.cause instanceof Error && depth > 0 ? { cause: describeError(error.cause, depth - 1) } : {}),
  };
}

/** V8 writes the message before the frames; the message may have been changed since, so only whole frames are taken. */
function framesOf({ stack = '', message }: Error): string {
  const at = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(at)
    .split('\n')
    .filter((line) => /^ {4}at .{1,300}$/.test(line))
    .join('\n');
}
