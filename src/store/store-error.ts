/** Another gateway holds this data directory. The message is one line for the operator. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
}

/** The database was made by another program version, or its migrations were altered. One line for the operator. */
export class StoreSchemaError extends Error {
  override readonly name = 'StoreSchemaError';
}

/** A backup cannot be taken back, or something is in its way. One line for the operator. */
export class RestoreRefusedError extends Error {
  override readonly name = 'RestoreRefusedError';
}

/** A store cannot be copied into another one. One line for the operator. */
export class CopyRefusedError extends Error {
  override readonly name = 'CopyRefusedError';
}

/** The disk failed a flush: nothing written since can be trusted until the store is opened again. */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';
}

/** What was kept of a record cannot be read any more: the medium lost it, or a bug wrote it. */
export class UnreadableContentError extends Error {
  override readonly name = 'UnreadableContentError';
}
