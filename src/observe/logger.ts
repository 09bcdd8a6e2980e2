import {
  type Bindings,
  type ChildLoggerOptions,
  type DestinationStream,
  type Logger,
  pino,
  stdTimeFunctions,
} from 'pino';
import type { Config } from '../types/config.ts';
import { describeError } from './error-description.ts';

export type { Logger };

/** Names whose value never reaches the log, in any spelling of case, hyphen and underscore. */
const SECRET_NAMES = new Set(
  [
    ...['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'token', 'access-token', 'refresh-token'],
    ...['client-assertion', 'assertion', 'password', 'passphrase', 'secret', 'key', 'private-key', 'jwk', 'jwks'],
    ...['body', 'bytes', 'payload', 'headers', 'url', 'query', 'name', 'patient', 'encounter', 'ma-lk', 'ma-bn'],
    ...['ho-ten', 'so-cccd', 'ma-the-bhyt', 'dien-thoai', 'dia-chi', 'ngay-sinh'],
  ].map(toPlainName),
);
const MAX_TEXT = 200;
const CENSORED = '[redacted]';

/**
 * Logger of one JSON line an event. Fields are flat and are our own: ids, codes, counts, durations. What could carry
 * a person or a secret is kept out whatever a caller passes: named fields of the list above, nested objects, long
 * texts, format arguments, and the message of an error (it may quote what was sent; its type, code and stack stay).
 * `stream` defaults to standard output.
 */
export function createLogger(level: Config['logLevel'], stream?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: toSafeFields,
    },
    hooks: {
      logMethod(args: unknown[], method: (...args: [unknown, string?]) => void) {
        const [first, message] = args;
        if (typeof first === 'string') return method.call(this, {}, first);
        const fields = first instanceof Error ? { err: first } : first;
        return method.call(this, fields, typeof message === 'string' ? message : 'no message');
      },
    },
  };
  return guardChildren(stream === undefined ? pino(options) : pino(options, stream));
}

/** pino asks no formatter for the fields of a child logger. */
function guardChildren(root: Logger): Logger {
  const { child } = root;
  root.child = function guarded<Levels extends string = never>(
    this: Logger,
    fields: Bindings,
    options?: ChildLoggerOptions<Levels>,
  ): Logger<Levels> {
    return Reflect.apply(child<Levels>, this, [toSafeFields(fields), options]);
  };
  return root;
}

function toSafeFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toSafeValue(name, value)]));
}

function toSafeValue(name: string, value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (SECRET_NAMES.has(toPlainName(name))) return CENSORED;
  if (typeof value === 'string' && value.length > MAX_TEXT) return CENSORED;
  if (typeof value === 'object' && value !== null) return CENSORED;
  return value;
}

function toPlainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, '');
}
