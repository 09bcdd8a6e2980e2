import { stringify } from 'csv-stringify/sync';
import { toLocalInstant } from '../../fhir/local-time.ts';
import type { WorklistEntry } from '../../types/code-worklist.ts';
import type { QualityReport } from '../../types/quality-desk.ts';
import type { View } from '../view.ts';
import { CODE_HEADS } from './codes-page.ts';
import { ruleText } from './parts.ts';

/** Broken rules for spreadsheets: UTF-8 with byte order mark, shares from 0 to 1. What would be taken for a formula is made a text. */
export function writeRulesCsv({ received, rules }: QualityReport, view: View): Buffer {
  const heads = [
    'qualityRule',
    'qualityMeaning',
    'qualityAction',
    'qualityRecords',
    'qualityShare',
    'qualityFacilities',
  ] as const;
  const rows = rules.map(({ rule, text, action, records, facilities }) => [
    rule,
    ruleText(text, view),
    action === null ? '' : view.say(`action-${action}`),
    records,
    records / received,
    facilities,
  ]);
  return write([heads.map((key) => view.say(key)), ...rows]);
}

/** The worklist of codes for spreadsheets, by the same rules. */
export function writeCodesCsv(entries: readonly WorklistEntry[], view: View): Buffer {
  const rows = entries.map(({ list, code, form, field, facility, reason, count, firstSeen, lastSeen }) => [
    list,
    code,
    `${form}.${field}`,
    facility,
    view.say(`unmapped-${reason}`),
    count,
    toLocalInstant(firstSeen),
    toLocalInstant(lastSeen),
  ]);
  return write([CODE_HEADS.map((key) => view.say(key)), ...rows]);
}

function write(rows: readonly (readonly (string | number)[])[]): Buffer {
  return Buffer.from(
    stringify(
      rows.map((row) => [...row]),
      { bom: true, escape_formulas: true },
    ),
  );
}
