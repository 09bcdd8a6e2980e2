import { HOSO, USUAL_PATHS } from '../../fhir/envelope-place.ts';
import type { FormRecord, SentFile } from '../../types/source-record.ts';
import type { FormFormat } from '../../types/submission.ts';
import { hosoNode } from './hoso-node.ts';
import type { FormsById } from './table-node.ts';
import { withUsualTexts } from './usual-texts.ts';
import { writeEnvelope } from './write-envelope.ts';

/** The envelopes with HOSO, by format, and how a table usually stands in NOIDUNGFILE. */
const ENVELOPES: Readonly<
  Partial<Record<FormFormat, { readonly root: string; readonly content: SentFile['content'] }>>
> = {
  'claim-xml': { root: 'GIAMDINHHS', content: 'base64' },
  'health-check-xml': { root: 'KHAMSUCKHOE', content: 'elements' },
  'document-xml': { root: 'HSCHUNGTU', content: 'base64' },
};

/**
 * Records as an envelope with HOSO. Throws on a format that has none: that is a bug.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT; QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT; documents of the social insurance (2025)
 */
export function writeHosoDocument(records: readonly FormRecord[], forms: FormsById): Buffer {
  const shape = ENVELOPES[records[0]?.format ?? 'emr-export'];
  if (shape === undefined) throw new Error('the format has no envelope with HOSO');
  const { root, content } = shape;
  const complete = records.map((record) => withUsualTexts(record, records.length));
  return writeEnvelope(complete, {
    root,
    usualPath: USUAL_PATHS.hoso,
    recordNames: new Set([HOSO]),
    declaresNamespaces: true,
    toNode: (record) => hosoNode(record, { forms, content }),
  });
}
