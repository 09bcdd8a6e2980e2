import { startsWithBom } from '../fhir/json/utf8.ts';
import type { DecodeStream } from '../types/source-record.ts';
import type { SubmissionFormat } from '../types/submission.ts';
import { type ClaimDecoderDeps, createClaimDecoder } from './claim-xml.ts';
import { createFhirDecoder, type FhirDecoderDeps } from './fhir-json.ts';

export type DecoderDeps = ClaimDecoderDeps & FhirDecoderDeps;

export interface Decoder {
  /** What the content looks like; null when it is neither XML nor JSON. */
  formatOf(bytes: Buffer): SubmissionFormat | null;
  /**
   * Reads a submission in whatever supported format it has. Content of no known format is fatal in the envelope:
   * LT-D001 (empty), LT-D002 (neither XML nor JSON), LT-D008 and LT-D070 (another root, another resource).
   */
  decode(bytes: Buffer): DecodeStream;
}

/** Puts the decoders of all formats together. The content decides which one reads. */
export function createDecoder(deps: DecoderDeps): Decoder {
  const claim = createClaimDecoder(deps);
  const fhir = createFhirDecoder(deps);
  return {
    formatOf,
    decode(bytes) {
      const format = formatOf(bytes);
      if (format === null) return decodeUnknown(bytes, deps);
      return format === 'fhir-json' ? fhir(bytes) : claim(bytes);
    },
  };
}

function formatOf(bytes: Buffer): SubmissionFormat | null {
  const first = firstCharacter(bytes);
  if (first === '<') return 'claim-xml';
  return first === '{' ? 'fhir-json' : null;
}

/** First byte after a byte order mark and white space; undefined when there is none. */
function firstCharacter(bytes: Buffer): string | undefined {
  for (let at = startsWithBom(bytes) ? 3 : 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return String.fromCharCode(byte);
  }
  return undefined;
}

function* decodeUnknown(bytes: Buffer, { rules }: DecoderDeps): DecodeStream {
  yield* [];
  const empty = firstCharacter(bytes) === undefined;
  return { format: 'claim-xml', facility: null, issues: [rules.issue(empty ? 'LT-D001' : 'LT-D002')] };
}
