import type { QualityDesk } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { ConsoleRoute, PageAnswer, PageRequest } from '../page.ts';
import { renderCodes } from './codes-page.ts';
import { renderEnforced } from './enforced-page.ts';
import { renderPolicy } from './policy-page.ts';
import { writeCodesCsv, writeRulesCsv } from './quality-csv.ts';
import { readCodeFilter, readPeriod, usualPeriod } from './quality-query.ts';
import { renderRule } from './rule-page.ts';
import { renderRules } from './rules-page.ts';

export interface QualityRoutesDeps {
  readonly quality: QualityDesk;
  readonly facilities: () => Promise<readonly Facility[]>;
  readonly clock: () => EpochMs;
}

/** Codes on one page, and in one file. */
const PAGE = 50;
const MAX_EXPORTED = 100_000;
const RULE = /^LT-[A-Z]\d{3}$/;
const CSV = 'text/csv; charset=utf-8';

/**
 * `GET /quality` and `/quality/rules.csv` (`?from=&to=&facility=`), `GET /quality/rules/:id`, `GET /quality/codes` and
 * `/quality/codes.csv` (`?list=&form=&reason=&facility=&after=`), `GET` and `POST /quality/enforced`, `GET /quality/policy`.
 */
export function createQualityRoutes({ quality, facilities, clock }: QualityRoutesDeps): readonly ConsoleRoute[] {
  const get = (path: string, answer: (request: PageRequest) => Promise<PageAnswer>): ConsoleRoute => ({
    method: 'get',
    path,
    place: 'quality',
    answer,
  });

  return [
    get('/quality', async ({ view, query }) => {
      const asked = readPeriod(query, clock());
      const period = asked ?? usualPeriod(clock());
      const [known, report] = await Promise.all([facilities(), quality.report(period)]);
      return {
        kind: 'page',
        status: asked === undefined ? 422 : 200,
        title: view.say('quality'),
        main: renderRules({ period, facilities: known, report, isWrong: asked === undefined }, view),
        live: ['coverage'],
      };
    }),
    get('/quality/rules.csv', async ({ view, query }) => {
      const period = readPeriod(query, clock());
      const report = period === undefined ? undefined : await quality.report(period);
      if (period === undefined || report === undefined) return { kind: 'missing' };
      const name = `rules-${period.facility ?? 'all'}-${period.from}-${period.to}.csv`;
      return { kind: 'file', type: CSV, name, bytes: writeRulesCsv(report, view) };
    }),
    get('/quality/rules/:id', async ({ view, params, query }) => {
      const id = String(params['id']);
      if (!RULE.test(id)) return { kind: 'missing' };
      const period = readPeriod(query, clock()) ?? usualPeriod(clock());
      const [known, report] = await Promise.all([facilities(), quality.rule(id, period)]);
      // A rule that ended may still stand on records.
      if (report?.rule === null && report.counts.length === 0) return { kind: 'missing' };
      return {
        kind: 'page',
        title: view.say('qualityRuleTitle', { rule: id }),
        crumbs: [],
        main: renderRule({ id, period, facilities: known, report }, view),
      };
    }),
    get('/quality/codes', async ({ view, query }) => {
      const asked = readCodeFilter(query, PAGE + 1);
      const filter = asked ?? { limit: PAGE + 1 };
      const [known, found] = await Promise.all([facilities(), quality.codes(filter)]);
      const entries = found.slice(0, PAGE);
      const last = entries.at(-1);
      const next = found.length > PAGE && last !== undefined ? `${last.count}-${last.id}` : null;
      return {
        kind: 'page',
        status: asked === undefined ? 422 : 200,
        title: view.say('qualityCodes'),
        main: renderCodes({ filter, facilities: known, entries, next, isWrong: asked === undefined }, view),
      };
    }),
    get('/quality/codes.csv', async ({ view, query }) => {
      const filter = readCodeFilter(query, MAX_EXPORTED);
      if (filter === undefined) return { kind: 'missing' };
      const entries = await quality.codes(filter);
      return { kind: 'file', type: CSV, name: 'unmapped-codes.csv', bytes: writeCodesCsv(entries, view) };
    }),
    get('/quality/enforced', async ({ view }) => ({
      kind: 'page',
      title: view.say('qualityEnforced'),
      main: renderEnforced(quality.enforced(), await facilities(), usualPeriod(clock()), view),
      live: ['quality'],
    })),
    {
      method: 'post',
      path: '/quality/enforced',
      place: 'quality',
      async answer({ view, form }) {
        const period = readPeriod(form, clock());
        if (period === undefined)
          return { kind: 'goto', path: '/quality/enforced', flash: view.say('qualityWrongPeriod') };
        quality.countEnforced(period.from, period.to);
        return { kind: 'goto', path: '/quality/enforced' };
      },
    },
    get('/quality/policy', async ({ view }) => ({
      kind: 'page',
      title: view.say('qualityPolicy'),
      main: renderPolicy(quality.ahead(), await facilities(), view),
    })),
  ];
}
