import type { RetentionPort } from '../../types/retention.ts';
import { createLetGo } from '../let-go.ts';
import { createRetention } from '../retention-candidates.ts';
import { createContentRows } from './content-rows.ts';
import { createHolds } from './holds.ts';
import type { PortParts } from './port-parts.ts';
import { createRetentionLedger } from './retention-ledger.ts';
import { createPurge } from './retention-purge.ts';

/** Letting go of what was kept long enough. */
export function createRetentionPort({ db, group }: PortParts): RetentionPort {
  const { pages, keptBy } = createRetentionLedger(db);
  const purge = createPurge(db, createLetGo(createContentRows(db)));
  const holds = createHolds(db);
  return {
    ...createRetention({
      pages,
      keptBy: (candidates) => candidates.map(keptBy),
      purge: (candidates) =>
        group.write(() => {
          const free = candidates.filter((candidate) => keptBy(candidate) === null);
          free.forEach(purge);
          return free.length;
        }),
    }),
    putHold: (hold) => group.write(() => holds.put(hold)),
    dropHold: (id) => group.write(() => holds.drop(id)),
    holds: async () => holds.all(),
  };
}
