import type { Encounter } from '../encounter.ts';
import type { ClaimTables } from './claim-row.ts';
import { buildDischargeRows } from './discharge-rows.ts';
import { buildDrugRows } from './drug-rows.ts';
import { buildHeaderRow } from './header-row.ts';
import { buildNoteRows } from './note-rows.ts';
import { buildResultRows } from './result-rows.ts';
import { buildServiceRows } from './service-rows.ts';

/** The encounter as the tables of one HOSO. */
export function buildClaimTables(encounter: Encounter): ClaimTables {
  const XML2 = buildDrugRows(encounter);
  const XML3 = buildServiceRows(encounter);
  const XML4 = buildResultRows(encounter);
  const XML5 = buildNoteRows(encounter);
  const XML7 = buildDischargeRows(encounter);
  return { XML1: [buildHeaderRow(encounter, XML2, XML3)], XML2, XML3, XML4, XML5, XML7 };
}
