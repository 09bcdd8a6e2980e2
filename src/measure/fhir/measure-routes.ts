import type { Bundle, Measure, MeasureReport } from '@medplum/fhirtypes';
import { type Request, type Response, Router } from 'express';
import { toLocalDay } from '../../fhir/local-time.ts';
import type { Result } from '../../types/issue.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { answerJson, identify, type ReadingDeps, refuse } from '../answers.ts';
import { whenCounted } from '../asked-day.ts';
import { parseDay } from '../days.ts';
import { readAskedReports, writeCursor } from './asked-reports.ts';
import { readReportId } from './report-names.ts';
import { createReportSearch, type ReportPage, type ReportSearchDeps } from './report-search.ts';

export interface MeasureRouterDeps extends ReadingDeps, Omit<ReportSearchDeps, 'systems' | 'clock'> {
  /** Without a trailing slash. */
  readonly publicUrl: string;
  /** True when a token's scopes let it read resources of a type. */
  readonly mayRead: (scopes: readonly string[], type: string) => boolean;
}

type Readable = Measure | MeasureReport;
/** Null: everybody's. */
type Whose = FacilityCode | null;

const FORMATS: readonly unknown[] = [undefined, 'json', 'application/json', 'application/fhir+json'];

/**
 * `GET /fhir/Measure`, `/fhir/Measure/{id}`, `/fhir/MeasureReport` (`?measure=&period=&subject=&reporter=&_id=&_count=`) and
 * `/fhir/MeasureReport/{id}`: what is measured, and the results. Staff and clients read everything; a facility's token reads the
 * measures and its own reports. Tokens need a scope to read the type.
 * Refuses with LT-C027 (400, a search parameter), LT-C028 (404; "not yours" looks like "not there"), LT-C029 (403, no scope),
 * LT-C020 (503, a day that is being counted),
 * and what `authenticate` and `staff` refuse with (401).
 * @source https://hl7.org/fhir/R4/http.html#search
 */
export function createMeasureRouter(deps: MeasureRouterDeps): Router {
  const { measures, rules, publicUrl } = deps;
  const search = createReportSearch(deps);
  const router = Router({ caseSensitive: true });
  const get = (type: Readable['resourceType'], path: string, find: (request: Request, whose: Whose) => Found) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      const whose = await mayAsk(request, type);
      const found = whose.ok ? await whenCounted(deps, () => find(request, whose.value)) : whose;
      answerFhir(response, found, deps);
    });
  };

  async function mayAsk(request: Request, type: string): Promise<Result<Whose>> {
    const caller = await identify(request, deps);
    if (!caller.ok) return caller;
    if (caller.value.kind === 'staff') return { ok: true, value: null };
    if (!deps.mayRead(caller.value.scopes, type)) return refuse(rules, 'LT-C029', { type });
    return { ok: true, value: caller.value.kind === 'facility' ? caller.value.facility : null };
  }

  get('Measure', '/fhir/Measure', async ({ query, originalUrl }) => {
    const { _format, _id, url, ...others } = query;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined || !FORMATS.includes(_format)) {
      return refuse(rules, 'LT-C027', { parameter: unknown ?? '_format' });
    }
    const found = [...measures.values()].filter(
      ({ measure }) => (_id === undefined || measure.id === _id) && (url === undefined || measure.url === url),
    );
    const bundle = toBundle(
      found.map(({ measure }) => measure),
      publicUrl,
      originalUrl,
    );
    return { ok: true, value: { ...bundle, total: found.length } };
  });
  get('Measure', '/fhir/Measure/:id', async (request) => {
    const found = measures.get(String(request.params['id']));
    return found === undefined ? refuse(rules, 'LT-C028') : { ok: true, value: found.measure };
  });
  get('MeasureReport', '/fhir/MeasureReport', async ({ query, originalUrl }, whose) => {
    const asked = readAskedReports(query, parseDay(toLocalDay(deps.clock())) ?? 0, deps);
    if (!asked.ok) return refuse(rules, 'LT-C027', { parameter: asked.fault });
    const { facility = whose ?? undefined } = asked.query;
    if (whose !== null && facility !== whose) return { ok: true, value: toBundle([], publicUrl, originalUrl) };
    const page = asked.id === undefined ? await search.page({ ...asked.query, facility }) : await only(asked.id, whose);
    return { ok: true, value: toBundle(page.reports, publicUrl, originalUrl, page.next) };
  });
  get('MeasureReport', '/fhir/MeasureReport/:id', async (request, whose) => {
    const [report] = (await only(String(request.params['id']), whose)).reports;
    return report === undefined ? refuse(rules, 'LT-C028') : { ok: true, value: report };
  });

  async function only(id: string, whose: Whose): Promise<ReportPage> {
    const isTheirs = whose === null || readReportId(id)?.about === whose;
    const report = isTheirs ? await search.read(id) : undefined;
    return { reports: report === undefined ? [] : [report], next: null };
  }
  return router;
}

type Found = Promise<Result<Readable | Bundle>>;

/** @source https://hl7.org/fhir/R4/bundle.html#searchset */
function toBundle(
  resources: readonly Readable[],
  publicUrl: string,
  asked: string,
  next: ReportPage['next'] = null,
): Bundle<Readable> {
  const self = new URL(asked, publicUrl);
  const further = new URL(self);
  if (next !== null) further.searchParams.set('_after', writeCursor(next));
  const at = (url: URL) => `${publicUrl}${url.pathname}${url.search}`;
  const entry = resources.map((resource) => ({
    fullUrl: `${publicUrl}/fhir/${resource.resourceType}/${resource.id}`,
    resource,
    search: { mode: 'match' as const },
  }));
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    link: [{ relation: 'self', url: at(self) }, ...(next === null ? [] : [{ relation: 'next', url: at(further) }])],
    ...(entry.length === 0 ? {} : { entry }),
  };
}

function answerFhir(response: Response, result: Result<object>, { systems }: MeasureRouterDeps): void {
  if (result.ok) response.type('application/fhir+json');
  answerJson(response, result, systems);
}
