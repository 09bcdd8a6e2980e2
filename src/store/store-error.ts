/** Another gateway holds this data directory. The message is one line for the operator. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
}

/** The database was made by another program version, or its migrations were altered. One line for the operator. */
export class StoreSchemaError extends Error {
  override readonly name = 'StoreSchemaError';
}

/** The disk failed a flush: nothing written since can be trusted until the store is opened again. */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';
}
