/** A value that is replaced by others, which take a while to make. */
export interface Latest<T> {
  /** The value in force. */
  readonly current: T;
  /**
   * Puts a value in force once it is made, unless one that was asked for later is in force already. When it cannot be
   * made, nothing changes and this rejects.
   */
  replaceBy(making: Promise<T>): Promise<void>;
}

/** Begins with a value. */
export function createLatest<T>(first: T): Latest<T> {
  let current = first;
  let asked = 0;
  let inForce = 0;
  return {
    get current() {
      return current;
    },
    async replaceBy(making) {
      asked += 1;
      const turn = asked;
      const made = await making;
      if (turn < inForce) return;
      current = made;
      inForce = turn;
    },
  };
}
