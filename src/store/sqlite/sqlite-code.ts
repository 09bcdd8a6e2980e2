/** Extended result code of an error that SQLite gave, `SQLITE_FULL`; '' for any other error. */
export function sqliteCodeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : '';
}
