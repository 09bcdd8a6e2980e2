import type { PackedSubmission, RecordContent } from '../../types/packed-submission.ts';

/**
 * A packed submission on its way to another thread: all its bytes stand in one block, which is handed over. Thirty small
 * buffers would each be copied with the block of memory that they lie in, and arrive as something else.
 */
export interface PackedMessage {
  readonly submission: PackedSubmission['submission'];
  readonly contents: readonly {
    readonly names: readonly (readonly [type: string, id: string])[];
    readonly shared: RecordContent['shared'];
  }[];
  readonly size: number;
  /** Of the pieces in `block`, in order: the bytes; then of each content payload, digest, digests of its resources. */
  readonly lengths: readonly number[];
  readonly block: Uint8Array<ArrayBuffer>;
}

/** A submission without an answer yet, as a message; `block.buffer` may be transferred. */
export function toPackedMessage({ submission, bytes, contents, size }: PackedSubmission): PackedMessage {
  const pieces = [bytes, ...contents.flatMap(piecesOf)];
  const lengths = pieces.map(({ length }) => length);
  const block = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    block.set(piece, offset);
    offset += piece.length;
  }
  return {
    submission,
    contents: contents.map(({ resources, shared }) => ({ names: resources.map(({ type, id }) => [type, id]), shared })),
    size,
    lengths,
    block,
  };
}

/** The submission of a message. Its buffers are parts of the block: nothing is copied. */
export function fromPackedMessage({ submission, contents, size, lengths, block }: PackedMessage): PackedSubmission {
  let offset = block.byteOffset;
  let next = 0;
  function take(): Buffer {
    const piece = Buffer.from(block.buffer, offset, lengths[next++]);
    offset += piece.length;
    return piece;
  }
  const bytes = take();
  return {
    submission,
    bytes,
    response: null,
    contents: contents.map(({ names, shared }) => {
      const [payload, digest] = [take(), take()];
      return { resources: names.map(([type, id]) => ({ type, id, digest: take() })), shared, digest, payload };
    }),
    size,
  };
}

function piecesOf({ payload, digest, resources }: RecordContent): Buffer[] {
  return [payload, digest, ...resources.map((resource) => resource.digest)];
}
