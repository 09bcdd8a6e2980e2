import { toLocalDay } from '../../fhir/local-time.ts';
import type { ReportDesk, ReportMonth, ReviseRefusal } from '../../types/report.ts';
import type { EpochMs } from '../../types/submission.ts';
import { readLine, staffName } from '../frame/acting.ts';
import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import type { View } from '../view.ts';
import { renderDifferences, renderMonth } from './month-page.ts';
import { renderMonths, writeMonth } from './months-page.ts';

export interface ReportRoutesDeps {
  readonly reports: ReportDesk;
  readonly clock: () => EpochMs;
}

/** Differences that a page shows. */
const MAX_SHOWN = 500;
const MONTH = /^20\d{2}-(?:0[1-9]|1[0-2])$/;
const REVISION = /^[1-9]\d{0,5}$/;

/** Why no revision was made, and what to do. */
function sayRefusal({ refused, since }: ReviseRefusal, month: string, view: View): string {
  if (refused === 'not-over') return view.say('reportsNotOver');
  if (since === null) return view.say('reportsNoTraffic', { month: writeMonth(month) });
  const first = writeMonth(since.slice(0, 7));
  return view.say('reportsBeforeTraffic', { month: writeMonth(month), day: view.day(since), first });
}

/** `GET /reports`, `/reports/months/:month`, `…/differences?from=&to=`, `POST …/revise`. */
export function createReportRoutes({ reports, clock }: ReportRoutesDeps): readonly ConsoleRoute[] {
  /** A month that is past and not listed has no report yet; one that has not begun is none. */
  async function findMonth(text: string | undefined): Promise<ReportMonth | undefined> {
    if (text === undefined || !MONTH.test(text)) return undefined;
    return (await reports.months()).find(({ month }) => month === text);
  }

  async function answerMonth({ view, params, author }: PageRequest, wrong: string | null): Promise<PageAnswer> {
    const month = await findMonth(params['month']);
    if (month === undefined) return { kind: 'missing' };
    const isOver = toLocalDay(clock()).slice(0, 7) > month.month;
    return {
      kind: 'page',
      status: wrong === null ? 200 : 422,
      title: view.say('reportsTitle', { month: writeMonth(month.month) }),
      main: renderMonth({ month, isOver, author, wrong }, view),
      crumbs: [],
      live: ['reports'],
    };
  }

  return [
    {
      method: 'get',
      path: '/reports',
      place: 'reports',
      answer: async ({ view }) => ({
        kind: 'page',
        title: view.say('reports'),
        main: renderMonths(await reports.months(), clock(), view),
        live: ['reports'],
      }),
    },
    {
      method: 'get',
      path: '/reports/months/:month',
      place: 'reports',
      answer: (request) => answerMonth(request, null),
    },
    {
      method: 'post',
      path: '/reports/months/:month/revise',
      place: 'reports',
      async answer(request) {
        const { view, params, form, author } = request;
        const found = await findMonth(params['month']);
        if (found === undefined) return { kind: 'missing' };
        const reason = readLine(form['reason']);
        if (author === null || reason === null) return answerMonth(request, view.say('reportsIncomplete'));
        const { month } = found;
        const kept = await reports.revise({ month, by: staffName(author), reason });
        if ('refused' in kept) return answerMonth(request, sayRefusal(kept, month, view));
        const flash = view.say('reportsRevised', { revision: kept.revision, month: writeMonth(month) });
        return { kind: 'goto', path: `/reports/months/${month}`, flash };
      },
    },
    {
      method: 'get',
      path: '/reports/months/:month/differences',
      place: 'reports',
      async answer({ view, params, query }) {
        const found = await findMonth(params['month']);
        const { from = '', to = '' } = query;
        if (found === undefined || !REVISION.test(from) || !REVISION.test(to)) return { kind: 'missing' };
        const { month } = found;
        const asked = { from: Number(from), to: Number(to) };
        const all = await reports.differences(month, asked.from, asked.to, MAX_SHOWN + 1);
        if (all === undefined) return { kind: 'missing' };
        const label = view.say('reportsTitle', { month: writeMonth(month) });
        const differences = all.slice(0, MAX_SHOWN);
        return {
          kind: 'page',
          title: view.say('reportsDifferences', asked),
          crumbs: [{ label, path: `/reports/months/${month}` }],
          main: renderDifferences({ ...asked, differences, isCut: all.length > MAX_SHOWN }, view),
        };
      },
    },
  ];
}
