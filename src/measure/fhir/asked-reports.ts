import type { Request } from 'express';
import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { DayNumber } from '../days.ts';
import { readAskedPeriods } from './asked-periods.ts';
import type { ReportedMeasure } from './measures.ts';
import type { ReportCursor, ReportQuery } from './report-search.ts';

/** What of a search was understood; `id`: one report by its id. `fault`: name of the first parameter that was not. */
export type AskedReports =
  | { readonly ok: true; readonly query: ReportQuery; readonly id: string | undefined }
  | { readonly ok: false; readonly fault: string };

export interface AskedReportsDeps {
  readonly measures: ReadonlyMap<string, ReportedMeasure>;
  readonly systems: IdentifierSystems;
}

const PARAMETERS = ['measure', 'period', 'subject', 'reporter', '_id', '_count', '_format', '_after'];
const FORMATS = ['json', 'application/json', 'application/fhir+json'];
const FACILITY = /^(?:(?:Organization|Location)\/)?(?<code>[0-9A-Z]{5,13})$/;
const CURSOR = /^(?<measure>[a-z-]{1,64})\.(?<period>\d{6}|\d{8})\.(?<about>province|[0-9A-Z]{5,13})?$/;
const USUAL_COUNT = 50;
const MAX_COUNT = 200;

/**
 * Reads the parameters of a search for reports. `subject` and `reporter` name a facility by its code, as `Location/99001` or
 * `Organization/99001`, or with `:identifier` as `system|99001`. A parameter that is not known is a fault, as everywhere here.
 * @source https://hl7.org/fhir/R4/search.html; https://hl7.org/fhir/R4/measurereport.html#search
 */
export function readAskedReports(asked: Request['query'], today: DayNumber, deps: AskedReportsDeps): AskedReports {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(asked)) {
    const read = readParameter(name, value, deps.systems);
    if (read === undefined) return { ok: false, fault: name };
    values.set(read.name, read.values);
  }
  const one = (name: string) => values.get(name)?.[0];

  const measures = optional(one('measure'), (text) => findMeasure(text, deps.measures));
  const periods = readAskedPeriods(values.get('period') ?? [], today);
  const subject = optional(one('subject'), readFacility);
  const reporter = optional(one('reporter'), readFacility);
  const limit = optional(one('_count'), readCount) ?? USUAL_COUNT;
  const after = optional(one('_after'), readCursor);
  const isJson = optional(one('_format'), (text) => FORMATS.includes(text)) ?? true;
  const understood = { period: periods, subject, reporter, _count: limit, _after: after, _format: isJson };
  const fault = Object.entries(understood).find(
    ([name, value]) => value === FAULT || value === false || (name === 'period' && value === undefined),
  );
  if (fault !== undefined || periods === undefined) return { ok: false, fault: fault?.[0] ?? 'period' };

  // Nothing is about one facility and reported by another.
  const isNobody = subject !== undefined && reporter !== undefined && subject !== reporter;
  const query = {
    measures: isNobody ? [] : measures,
    periods,
    facility: (subject ?? reporter) as FacilityCode | undefined,
    after: after as ReportCursor | undefined,
    limit: limit as number,
  };
  return { ok: true, query, id: one('_id') };
}

/** What is not of its form. */
const FAULT = Symbol('fault');

function optional<Value>(text: string | undefined, read: (text: string) => Value): Value | undefined {
  return text === undefined ? undefined : read(text);
}

function readParameter(name: string, value: unknown, systems: IdentifierSystems) {
  const [plain = '', modifier] = name.split(':');
  const isIdentifier = modifier === 'identifier' && (plain === 'subject' || plain === 'reporter');
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((one) => typeof one === 'string');
  if (!PARAMETERS.includes(plain) || (modifier !== undefined && !isIdentifier)) return undefined;
  if (texts.length < list.length || (plain !== 'period' && list.length > 1)) return undefined;
  return { name: plain, values: isIdentifier ? texts.map((text) => codeOfIdentifier(text, systems)) : texts };
}

function readCount(text: string): number | typeof FAULT {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= MAX_COUNT ? count : FAULT;
}

/** The text of a cursor. */
export function writeCursor({ measure, period, about }: ReportCursor): string {
  return `${measure}.${period}.${about}`;
}

function readCursor(text: string): ReportCursor | typeof FAULT {
  const groups = CURSOR.exec(text)?.groups;
  if (groups === undefined) return FAULT;
  return { measure: groups['measure'] ?? '', period: groups['period'] ?? '', about: groups['about'] ?? '' };
}

/** By canonical, with or without its version, or as `Measure/id`. None when there is no such measure. */
function findMeasure(text: string, measures: ReadonlyMap<string, ReportedMeasure>): readonly string[] {
  const found = [...measures.values()].filter(({ measure: { id, url, version } }) =>
    [id, `Measure/${id}`, url, `${url}|${version}`].includes(text),
  );
  return found.map(({ measure }) => measure.id);
}

function readFacility(text: string): FacilityCode | typeof FAULT {
  return FACILITY.exec(text)?.groups?.['code'] ?? FAULT;
}

/** An identifier of another system is nobody's: what does not name a facility is a fault. */
function codeOfIdentifier(text: string, { systems }: IdentifierSystems): string {
  const [system, code] = text.includes('|') ? text.split('|') : [systems['maCskcb'], text];
  return system === systems['maCskcb'] || system === '' ? (code ?? '') : '';
}
