import { type Request, type Response, Router } from 'express';
import { type IdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { Refusal, Result, RuleCatalogue } from '../types/issue.ts';
import type { Principal } from '../types/principal.ts';
import type { ReportDesk, ReportFile, ReportFormat, ReportLanguage } from '../types/report.ts';
import { isMonth, isYear } from './months.ts';

export interface ReportRouterDeps {
  readonly desk: ReportDesk;
  /** Who is asking: a token that is sent counts, without one it must be staff. */
  readonly identify: (request: Request) => Promise<Result<Principal>>;
  /** What is found; or why not, while the days that it takes are being counted. */
  readonly counted: (find: () => Promise<Result<ReportFile>>) => Promise<Result<ReportFile>>;
  readonly rules: RuleCatalogue;
  readonly systems: IdentifierSystems;
}

interface Asked {
  /** `YYYY-MM` or `YYYY`. */
  readonly period: string;
  readonly format: ReportFormat;
  readonly revision: number | undefined;
  readonly language: ReportLanguage;
}

type Read = (asked: Asked) => Promise<ReportFile | undefined>;

const FILE = /^(?<period>\d{4}(?:-\d{2})?)\.(?<format>json|csv|xlsx|pdf)$/;
const REVISION = /^[1-9]\d{0,5}$/;

/**
 * `GET /reports/monthly/{YYYY-MM}.{json,csv,xlsx,pdf}` (`?revision=N`, `?lang=en`) and `/reports/yearly/{YYYY}.…`: files for staff. A
 * month that is open is a draft, which says so. Refuses with LT-C040 (404, no such report), LT-C041 (400, address), LT-C003 (403, a
 * token), what `identify` refuses with (401), and what `counted` does (503).
 */
export function createReportRouter({ desk, identify, counted, rules, systems }: ReportRouterDeps): Router {
  const router = Router({ caseSensitive: true });

  const answer = (path: string, isPeriod: (text: string) => boolean, read: Read) => {
    router.get(path, async (request, response) => {
      response.locals['route'] = path;
      const file = await counted(() => find(request, isPeriod, read));
      if (file.ok) sendFile(response, file.value);
      else sendRefusal(response, file.refusal, systems);
    });
  };

  async function find(request: Request, isPeriod: (text: string) => boolean, read: Read): Promise<Result<ReportFile>> {
    const caller = await identify(request);
    if (!caller.ok) return caller;
    if (caller.value.kind !== 'staff') return refuse(rules, 'LT-C003');
    const asked = readAsked(request);
    if (asked === undefined || !isPeriod(asked.period)) return refuse(rules, 'LT-C041');
    const file = await read(asked);
    return file === undefined ? refuse(rules, 'LT-C040', { period: asked.period }) : { ok: true, value: file };
  }

  answer('/reports/monthly/:file', isMonth, async ({ period, revision, format, language }) => {
    const made = await desk.monthly(period, revision);
    return made === undefined ? undefined : desk.file(made, format, language);
  });
  answer('/reports/yearly/:file', isYear, async ({ period, format, language }) => {
    const made = await desk.yearly(period);
    return made === undefined ? undefined : desk.file(made, format, language);
  });
  return router;
}

function readAsked({ params, query }: Request): Asked | undefined {
  const { period, format } = FILE.exec(String(params['file']))?.groups ?? {};
  const { revision, lang = 'vi' } = query;
  if (period === undefined || format === undefined || (lang !== 'vi' && lang !== 'en')) return undefined;
  if (revision !== undefined && !(typeof revision === 'string' && REVISION.test(revision))) return undefined;
  return {
    period,
    format: format as ReportFormat,
    revision: revision === undefined ? undefined : Number(revision),
    language: lang,
  };
}

function refuse(rules: RuleCatalogue, ruleId: string, words: Readonly<Record<string, string>> = {}): Result<never> {
  const issue = rules.issue(ruleId, { with: words });
  if (issue.rule.status === undefined) throw new Error(`rule ${ruleId} has no HTTP status`);
  return { ok: false, refusal: { status: issue.rule.status, issues: [issue] } };
}

function sendFile(response: Response, { name, type, bytes }: ReportFile): void {
  response.set({
    'Cache-Control': 'no-store',
    'Content-Disposition': `attachment; filename="${name}"`,
    'X-Content-Type-Options': 'nosniff',
  });
  response.type(type).end(bytes);
}

function sendRefusal(response: Response, { status, headers = {}, issues }: Refusal, systems: IdentifierSystems): void {
  const outcome = toOperationOutcome(issues, ruleSystemOf(systems));
  response.set('Cache-Control', 'no-store').status(status).set(headers);
  response.type('application/fhir+json').send(JSON.stringify(outcome));
}
