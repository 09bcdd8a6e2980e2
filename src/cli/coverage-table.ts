import type { CoverageReport, CoverageTotals, FacilityCoverage } from '../types/coverage.ts';
import { COVERAGE_WORDS } from './coverage-words.ts';
import type { Language } from './language.ts';
import { renderTable } from './text-table.ts';

/**
 * A report as two tables for a terminal: the province with its cohorts, then the facilities. `-` is unknown; a volume over 1 is
 * shown as it is, with an asterisk and what it means.
 */
export function renderCoverage({ asOf, province, facilities }: CoverageReport, language: Language): string {
  const words = COVERAGE_WORDS[language];
  const totals = renderTable(words.totals, [
    toTotalRow(words.rows.province, province, language),
    toTotalRow(words.rows.hospitals, province.byCohort.hospital, language),
    toTotalRow(words.rows.others, province.byCohort.other, language),
  ]);
  const rows = facilities.map((facility) => toFacilityRow(facility, language));
  const note = facilities.some(isOver) ? `\n${words.over}\n` : '';
  return `${words.title(asOf)}\n\n${totals}\n${renderTable(words.facilities, rows)}${note}`;
}

function toTotalRow(name: string, totals: CoverageTotals, language: Language): readonly string[] {
  const percent = (value: number | null) => share(value, language);
  return [
    ...[name, count(totals.open), count(totals.inScope), count(totals.undecided)],
    ...[count(totals.announced), percent(totals.announcedShare), percent(totals.announcedShareWithUndecided)],
    ...[count(totals.proven), percent(totals.provenShare), percent(totals.provenShareWithUndecided)],
    ...[count(totals.emr), count(totals.expected), percent(totals.encounterShare), count(totals.expectedUnknown)],
  ];
}

function toFacilityRow(row: FacilityCoverage, language: Language): readonly string[] {
  const { stage, yes } = COVERAGE_WORDS[language];
  const percent = (value: number | null) => share(value, language);
  return [
    ...[row.code, stage[row.stage], row.announced ? yes : '', row.sustained ? yes : ''],
    ...[count(row.expected), count(row.emr), `${percent(row.volume)}${isOver(row) ? ' *' : ''}`],
    ...[percent(row.completeness), percent(row.timeliness)],
    ...[percent(row.identity), percent(row.signed), percent(row.acceptance)],
  ];
}

function isOver({ volume }: FacilityCoverage): boolean {
  return volume !== null && volume > 1;
}

function count(value: number | null): string {
  return value === null ? '-' : String(value);
}

/** Cut, not rounded, to one decimal: 99.96 % must not read as 100 %. */
function share(value: number | null, language: Language): string {
  if (value === null) return '-';
  return `${(Math.floor(value * 1_000 + 1e-9) / 10).toFixed(1).replace('.', COVERAGE_WORDS[language].decimal)}%`;
}
