import type { Form } from '../../../fhir/forms.ts';
import type { EpochMs } from '../../../types/submission.ts';
import type { Encounter } from '../encounter.ts';
import type { Fault } from '../faults/fault.ts';
import { type ClaimTables, TABLES, toDate8 } from './claim-row.ts';
import { buildClaimTables } from './claim-tables.ts';
import { type ClaimFile, renderEnvelope } from './render-envelope.ts';
import { renderTable } from './render-table.ts';

/** Encounters of one facility as the bytes of a claim envelope; the fault, if any, is in the first record. */
export function writeClaimFile(
  encounters: readonly Encounter[],
  { forms, writtenAt, fault }: { readonly forms: readonly Form[]; readonly writtenAt: EpochMs; readonly fault?: Fault },
): Buffer {
  const [first] = encounters;
  if (first === undefined) throw new RangeError('a claim envelope without a record');
  const records = encounters.map((encounter, index) => {
    const inFirst = index === 0 ? fault : undefined;
    const tables = buildClaimTables(encounter);
    const files = renderTables(inFirst?.tables?.(tables) ?? tables, forms);
    return inFirst?.files?.(files) ?? files;
  });
  const xml = renderEnvelope({ facility: first.facility, writtenOn: toDate8(writtenAt), records });
  return Buffer.from(fault?.envelope?.(xml) ?? xml, 'utf8');
}

/** A table without rows is not sent. */
function renderTables(tables: ClaimTables, forms: readonly Form[]): readonly ClaimFile[] {
  return TABLES.filter((name) => tables[name].length > 0).map((name) => {
    const form = forms.find(({ id }) => id === name);
    if (form === undefined) throw new Error(`no form ${name}`);
    return { name, xml: renderTable(form, tables[name]) };
  });
}
