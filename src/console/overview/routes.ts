import type { CoverageOverview } from '../../types/coverage.ts';
import type { ConsoleRoute } from '../page.ts';
import { type OverviewFrame, renderOverview, type ShownProgrammes } from './overview-page.ts';
import type { DeliveryTroubles } from './troubles-notice.ts';

export interface OverviewDeps extends OverviewFrame {
  /** Today's coverage; rejects when the store cannot be read. */
  readonly overview: () => Promise<CoverageOverview>;
  /** What keeps records from being delivered. */
  readonly troubles?: () => Promise<DeliveryTroubles>;
  /** The further indicators of the month so far. Does not keep the page waiting. */
  readonly programmes?: () => Promise<ShownProgrammes>;
}

/** `GET /`: the province at a glance. */
export function createOverviewRoutes(deps: OverviewDeps): readonly ConsoleRoute[] {
  return [
    {
      method: 'get',
      path: '/',
      place: 'overview',
      async answer({ view }) {
        const [overview, programmes, troubles] = await Promise.all([
          deps.overview(),
          deps.programmes?.(),
          deps.troubles?.(),
        ]);
        return renderOverview(overview, deps, view, { programmes, troubles });
      },
    },
  ];
}
