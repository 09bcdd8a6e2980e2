import type {
  CodeableConcept,
  Measure,
  MeasureReport,
  MeasureReportGroup,
  MeasureReportGroupPopulation,
  Quantity,
} from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { GroupCounts, GroupValues, ReportValues } from './group-values.ts';
import type { ReportedMeasure } from './measures.ts';
import { type ReportPeriod, writeReportId } from './report-names.ts';

export interface BuildReportDeps {
  readonly systems: IdentifierSystems;
  /** Name of the province, as configured. */
  readonly province: string;
}

/** @source https://hl7.org/fhir/R4/extension-data-absent-reason.html */
const ABSENT = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const POPULATIONS = [
  ['initial', 'initial-population'],
  ['denominator', 'denominator'],
  ['numerator', 'numerator'],
] as const;

/**
 * A MeasureReport of one measure, one period, and the province (summary) or one facility (individual). What is unknown or has
 * nothing to divide by carries a data-absent-reason and no number. The facility is named by its identifier: as Location where R4
 * asks for whom the report is about, as Organization that reports.
 * @source https://hl7.org/fhir/R4/measurereport.html
 */
export function buildReport(
  { measure }: Pick<ReportedMeasure, 'measure'>,
  { about, groups }: ReportValues,
  period: ReportPeriod,
  { systems, province }: BuildReportDeps,
): MeasureReport & { readonly id: string } {
  const named = (type: 'Location' | 'Organization') =>
    about === 'province'
      ? { type, display: province }
      : { type, identifier: { system: systems.systems['maCskcb'] ?? '', value: about.code }, display: about.name };
  return {
    resourceType: 'MeasureReport',
    id: writeReportId(measure.id, about === 'province' ? about : about.code, period),
    language: 'vi',
    status: period.isOver ? 'complete' : 'pending',
    type: about === 'province' ? 'summary' : 'individual',
    measure: `${measure.url}|${measure.version}`,
    subject: named('Location'),
    date: period.to,
    reporter: named('Organization'),
    period: { start: period.from, end: period.to },
    ...(measure.improvementNotation === undefined ? {} : { improvementNotation: measure.improvementNotation }),
    group: groups.flatMap((values) => toGroup(values, measure)),
  };
}

/** None for what another measure is about. */
function toGroup(values: GroupValues, measure: Measure): MeasureReportGroup[] {
  const definition = measure.group?.find(({ code }) => code?.coding?.[0]?.code === values.code);
  if (definition?.code === undefined) return [];
  // A stratifier of the measure stands in every report, with nothing below it where there is nothing to split.
  const stratifiers = (definition.stratifier ?? []).flatMap(({ code }) => {
    const strata = values.strata?.[code?.coding?.[0]?.code ?? ''] ?? [];
    const below = strata.length === 0 ? {} : { stratum: strata.map(toStratum) };
    return code === undefined ? [] : [{ code: [code], ...below }];
  });
  const stratified = stratifiers.length === 0 ? {} : { stratifier: stratifiers };
  const { code } = definition;
  return [{ code, population: toPopulations(values), measureScore: toScore(values), ...stratified }];
}

function toStratum({ name, ...counts }: GroupCounts & { readonly name: string }) {
  const value: CodeableConcept = { text: name };
  return { value, population: toPopulations(counts), measureScore: toScore(counts) };
}

function toPopulations(counts: GroupCounts): MeasureReportGroupPopulation[] {
  return POPULATIONS.flatMap(([name, code]) => {
    const count = counts[name];
    if (count === undefined) return [];
    const population = { code: { coding: [{ system: `${TERMINOLOGY}/measure-population`, code }] } };
    return [count === null ? { ...population, _count: absent('unknown') } : { ...population, count }];
  });
}

/** The numerator over the denominator, with full precision. */
function toScore({ numerator, denominator }: GroupCounts): Quantity {
  if (numerator === null || denominator === null) return absent('unknown');
  if (denominator === 0) return absent('not-applicable');
  return { value: numerator / denominator };
}

function absent(reason: 'unknown' | 'not-applicable') {
  return { extension: [{ url: ABSENT, valueCode: reason }] };
}
