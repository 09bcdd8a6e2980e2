import type { Encounter } from '../encounter.ts';
import { buildAppointmentRows, buildReferralRows, buildSummaryRows } from './certificate-rows.ts';
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
  const header = buildHeaderRow(encounter, XML2, XML3);
  const XML8 = buildSummaryRows(encounter, header);
  const XML13 = buildReferralRows(encounter, header);
  const XML14 = buildAppointmentRows(encounter, header);
  return { XML1: [header], XML2, XML3, XML4, XML5, XML7, XML8, XML13, XML14 };
}
