import type { Encounter } from '../encounter.ts';
import { type ClaimRow, toInstant12 } from './claim-row.ts';

/** XML5: a row for each progress note. */
export function buildNoteRows({ key, notes }: Encounter): readonly ClaimRow[] {
  return notes.map(({ at, text, operation, author }, index) => ({
    fields: {
      MA_LK: key,
      STT: String(index + 1),
      DIEN_BIEN_LS: text,
      PHAU_THUAT: operation,
      THOI_DIEM_DBLS: toInstant12(at),
      NGUOI_THUC_HIEN: author.licence,
    },
  }));
}
