import { createDestinationRoutes } from '../console/destinations/routes.ts';
import type { ConsoleRoute } from '../console/page.ts';
import { createQualityRoutes } from '../console/quality/routes.ts';
import { createRecordRoutes } from '../console/records/routes.ts';
import type { RebuildForm } from '../forward/national-form.ts';
import { createNotifies } from '../forward/webhooks/notifies.ts';
import type { Line } from '../line.ts';
import type { CoverageService } from '../measure/coverage-service.ts';
import { createPlaceOfFault } from '../pipeline/fault-place.ts';
import type { Reconciliation } from '../reconciliation.ts';
import type { Config } from '../types/config.ts';
import type { DestinationStanding } from '../types/delivery.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { createDestinationDesk } from './destination-desk.ts';
import { createEnforcedJob, type EnforcedJob } from './enforced-job.ts';
import { createOpenRecord } from './open-record.ts';
import { createQualityDesk } from './quality-desk.ts';
import { createQueueDesk } from './queue-desk.ts';
import { createRecordDesk } from './record-desk.ts';

export interface DeskParts {
  readonly config: Pick<Config, 'destinations' | 'webhooks'>;
  readonly store: Store;
  readonly line: Pick<Line, 'stages' | 'forms' | 'rules' | 'policy'>;
  readonly rebuildForm: RebuildForm;
  readonly reconciliation: Reconciliation;
  /** How each destination stands in this process. */
  readonly standings: () => readonly DestinationStanding[];
  readonly coverage: Pick<CoverageService, 'received'>;
  readonly clock: () => EpochMs;
  /** Told why something in the background did not end, for the log. */
  readonly onFailure: (cause: unknown) => void;
}

export interface DeskPages {
  readonly routes: readonly ConsoleRoute[];
  /** What tells that these pages have news. */
  readonly signs: { readonly deliveries: () => Promise<string>; readonly quality: () => Promise<string> };
}

/** The console's pages of records, destinations and quality, over what they work on. */
export function createDeskPages(parts: DeskParts): DeskPages {
  const { config, store, line, clock } = parts;
  const queue = createQueueDesk({ store, notifies: createNotifies(config.webhooks), clock });
  const openRecord = createOpenRecord(parts);
  const placeOfFault = createPlaceOfFault(line.forms.forms);
  const records = createRecordDesk({ store, openRecord, placeOfFault, clock });
  const destinations = createDestinationDesk({ ...parts, destinations: config.destinations });
  const isDestination = async (id: string) => (await destinations.all()).some((each) => each.id === id);
  const { rules } = line.rules;
  const job = createEnforcedJob({ ...parts, rules, policy: line.policy });
  const quality = createQualityDesk({ ...parts, rules, policy: line.policy, job });
  const routes = [
    ...createRecordRoutes({ records, queue, facilities: store.facilities, clock }),
    ...createDestinationRoutes({ destinations, queue, isDestination, clock }),
    ...createQualityRoutes({ quality, facilities: store.facilities, clock }),
  ];
  return { routes, signs: { deliveries: () => signOfDeliveries(parts), quality: async () => signOfCount(job) } };
}

/** Changes when deliveries come to an end, or a destination is stopped or started. */
async function signOfDeliveries({ store, clock }: Pick<DeskParts, 'store' | 'clock'>): Promise<string> {
  const [depths, stops] = await Promise.all([store.queueDepths(clock()), store.destinationStops()]);
  return JSON.stringify([depths, stops.map(({ destination, at }) => [destination, at])]);
}

/** Changes while something is counted, and when it ends. */
function signOfCount(job: EnforcedJob): string {
  const { running, hasFailed, result } = job.state();
  return JSON.stringify([running, hasFailed, result?.countedAt]);
}
