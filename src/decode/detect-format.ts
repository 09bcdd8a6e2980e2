import { startsWithBom } from '../fhir/json/utf8.ts';
import type { DecodeStream } from '../types/source-record.ts';
import { createFhirDecoder, type FhirDecoderDeps } from './fhir-json.ts';
import { createFormDecoder, type FormDecoderDeps } from './form-xml.ts';
import { createJsonFormDecoder } from './json-forms/json-form-decoder.ts';
import { jsonFormatOf } from './json-forms/json-format.ts';

export type DecoderDeps = FormDecoderDeps & FhirDecoderDeps;

export interface Decoder {
  /**
   * Reads a submission in whatever supported format it has. Content of no known format is fatal in the envelope:
   * LT-D001 (empty), LT-D002 (neither XML nor JSON), LT-D008 and LT-D070 (another root, another resource).
   */
  decode(bytes: Buffer): DecodeStream;
}

/** Puts the decoders of all formats together. The content decides which one reads. */
export function createDecoder(deps: DecoderDeps): Decoder {
  const readXml = createFormDecoder(deps);
  const readJsonForm = createJsonFormDecoder(deps);
  const readFhir = createFhirDecoder(deps);
  return {
    decode(bytes) {
      const first = firstCharacter(bytes);
      if (first === '<') return readXml(bytes);
      if (jsonFormatOf(bytes) !== null) return readJsonForm(bytes);
      return first === '{' ? readFhir(bytes) : decodeUnknown(first === undefined, deps);
    },
  };
}

/** First byte after a byte order mark and white space; undefined when there is none. */
function firstCharacter(bytes: Buffer): string | undefined {
  for (let at = startsWithBom(bytes) ? 3 : 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return String.fromCharCode(byte);
  }
  return undefined;
}

function* decodeUnknown(isEmpty: boolean, { rules }: DecoderDeps): DecodeStream {
  yield* [];
  return { format: 'claim-xml', facility: null, issues: [rules.issue(isEmpty ? 'LT-D001' : 'LT-D002')] };
}
