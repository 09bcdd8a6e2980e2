/** Reads a stream of chunks in pieces of a wanted length. */
export interface ByteReader {
  /** The next bytes; undefined when the stream ends before there are so many. */
  read(length: number): Promise<Buffer | undefined>;
  /** Passes over bytes without keeping them; false when the stream ends before. */
  skip(length: number): Promise<boolean>;
}

/** A reader over a stream of chunks; at most one chunk more than what was asked for is held. */
export function createByteReader(stream: AsyncIterable<Buffer>): ByteReader {
  const chunks = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);

  /** Hands the next `length` bytes on in pieces, and tells whether there were so many. */
  async function take(length: number, keep: (piece: Buffer) => void): Promise<boolean> {
    let missing = length;
    while (missing > 0) {
      if (rest.length === 0) {
        const { value, done } = await chunks.next();
        if (done) return false;
        rest = value;
      }
      const piece = rest.subarray(0, missing);
      keep(piece);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
    }
    return true;
  }

  return {
    async read(length) {
      const pieces: Buffer[] = [];
      return (await take(length, (piece) => pieces.push(piece))) ? Buffer.concat(pieces, length) : undefined;
    },
    skip: (length) => take(length, () => undefined),
  };
}
