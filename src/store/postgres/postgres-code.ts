/** SQLSTATE of an error that PostgreSQL gave, `40001`; '' for any other error. */
export function postgresCodeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
}

/**
 * Met another transaction: a serialization failure, a deadlock, or a row of the same key written in between. Done again,
 * the work sees what the other one wrote.
 */
export function isWorthRepeating(error: unknown): boolean {
  return ['40001', '40P01', '23505'].includes(postgresCodeOf(error));
}

/** Classes: connection, authorization, read-only, resources (disk, memory, connections), operator, system. */
const OUTAGES = ['08', '25', '28', '53', '55', '57', '58', 'XX'];

/** The server did not answer, or can write nothing at all just now: no fault of what was to be written. */
export function isOutage(error: unknown): boolean {
  const code = postgresCodeOf(error);
  return code === '' || OUTAGES.includes(code.slice(0, 2));
}
