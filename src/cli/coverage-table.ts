import type { CoverageReport, CoverageTotals, FacilityCoverage } from '../types/coverage.ts';
import { renderTable } from './text-table.ts';

const TOTAL_HEADINGS = [
  ...['', 'open', 'in scope', 'undecided', 'announced', '%', '% with undecided', 'proven', '%', '% with undecided'],
  ...['EMR', 'expected', '%', 'expected unknown'],
];

const FACILITY_HEADINGS = [
  ...['code', 'stage', 'announced', 'sustained', 'expected', 'EMR', 'volume', 'completeness', 'timeliness'],
  ...['identity', 'signed', 'acceptance'],
];

/** A report as two tables for a terminal: the province with its cohorts, then the facilities. `-` is unknown. */
export function renderCoverage({ asOf, province, facilities }: CoverageReport): string {
  const totals = renderTable(TOTAL_HEADINGS, [
    toTotalRow('province', province),
    toTotalRow('hospitals', province.byCohort.hospital),
    toTotalRow('others', province.byCohort.other),
  ]);
  return `Coverage as of ${asOf}\n\n${totals}\n${renderTable(FACILITY_HEADINGS, facilities.map(toFacilityRow))}`;
}

function toTotalRow(name: string, totals: CoverageTotals): readonly string[] {
  return [
    ...[name, count(totals.open), count(totals.inScope), count(totals.undecided)],
    ...[count(totals.announced), share(totals.announcedShare), share(totals.announcedShareWithUndecided)],
    ...[count(totals.proven), share(totals.provenShare), share(totals.provenShareWithUndecided)],
    ...[count(totals.emr), count(totals.expected), share(totals.encounterShare), count(totals.expectedUnknown)],
  ];
}

function toFacilityRow(row: FacilityCoverage): readonly string[] {
  return [
    ...[row.code, row.stage, yes(row.announced), yes(row.sustained), count(row.expected), count(row.emr)],
    ...[share(row.volume), share(row.completeness), share(row.timeliness)],
    ...[share(row.identity), share(row.signed), share(row.acceptance)],
  ];
}

function yes(holds: boolean): string {
  return holds ? 'yes' : '';
}

function count(value: number | null): string {
  return value === null ? '-' : String(value);
}

/** Cut, not rounded, to one decimal: 99.96 % must not read as 100 %. */
function share(value: number | null): string {
  return value === null ? '-' : `${(Math.floor(value * 1_000 + 1e-9) / 10).toFixed(1)}%`;
}
