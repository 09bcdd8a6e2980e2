import type { ReconciliationPort } from '../../types/reconciliation.ts';
import { createConfirmedDays } from './confirmed-days.ts';
import { createReadDeliveredLeaves } from './delivered-leaves.ts';
import { createDeliveryLines } from './delivery-lines.ts';
import { createManifests } from './manifests.ts';
import type { PortParts } from './port-parts.ts';
import { createSendAgain } from './send-again.ts';
import { createStandings } from './standings.ts';

/** Deliveries put back in one transaction: a receiver that lost a day must not hold up the gateway. */
const SENT_AT_ONCE = 500;

/** Comparing day by day what was sent, what is kept here, and what destinations keep. */
export function createReconciliationPort({ db, group }: PortParts): ReconciliationPort {
  const manifests = createManifests(db);
  const standings = createStandings(db);
  const days = createConfirmedDays(db);
  const sendAgain = createSendAgain(db, createDeliveryLines(db));
  return {
    keepManifest: (manifest) => group.write(() => manifests.keep(manifest)),
    manifest: async (facility, id) => manifests.get(facility, id),
    standings: standings.of,
    standingsBetween: standings.between,
    deliveredBetween: createReadDeliveredLeaves(db),
    async sendAgain(destination, recordIds, now) {
      const sent: string[] = [];
      for (let first = 0; first < recordIds.length; first += SENT_AT_ONCE) {
        const some = recordIds.slice(first, first + SENT_AT_ONCE);
        sent.push(...(await group.write(() => some.filter((id) => sendAgain(destination, id, now)))));
      }
      return sent;
    },
    confirmDay: (destination, day, at) => group.write(() => days.put(destination, day, at)),
    confirmedDays: async (destination) => days.of(destination),
  };
}
