import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromPackedMessage, toPackedMessage } from '../../../../src/pipeline/preparation/packed-message.ts';
import type { PackedSubmission } from '../../../../src/types/packed-submission.ts';

const bytes = (maxLength = 20_000) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const digest = () => fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => Buffer.from(array));
const content = () =>
  fc.record({
    resources: fc.array(fc.record({ type: fc.string(), id: fc.string(), digest: digest() }), { maxLength: 30 }),
    shared: fc.constant([{ resourceType: 'Patient' as const, id: 'p' }]),
    digest: digest(),
    payload: bytes(),
  });

it('arrives as it was, whatever it holds, by way of a structured clone', () => {
  const submission = { id: 's', records: [] } as unknown as PackedSubmission['submission'];
  fc.assert(
    fc.property(bytes(), fc.array(content(), { maxLength: 5 }), fc.nat(), (raw, contents, size) => {
      const packed: PackedSubmission = { submission, bytes: raw, response: null, contents, size };
      const message = toPackedMessage(packed);
      const arrived = fromPackedMessage(structuredClone(message, { transfer: [message.block.buffer] }));
      expect(arrived).toEqual(packed);
      for (const { resources } of arrived.contents)
        expect(resources.every((one) => Buffer.isBuffer(one.digest))).toBe(true);
    }),
    { numRuns: 50 },
  );
});
