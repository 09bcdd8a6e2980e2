import { keyOfIdentity } from '../fhir/record-identity.ts';
import { recordPath } from '../fhir/record-reference.ts';
import type { DeliveryState } from '../types/receipt.ts';
import type { DeliveredLeaf, RecordStanding } from '../types/reconciliation.ts';
import type { Store } from '../types/store.ts';
import type { FacilityCode, RecordState } from '../types/submission.ts';
import type { AccountLeaf, DayScope } from './account.ts';
import { boundsOf, leavesOf } from './digest-day.ts';
import type { Difference } from './find-differences.ts';

/** A difference with what we know of its record. */
export interface NamedDifference {
  readonly kind: Difference['kind'];
  readonly facility: FacilityCode;
  /** MA_LK or document id; null for a record that is not known here at all. */
  readonly key: string | null;
  readonly path: string;
  /** What was delivered by our account; null when it is unknown. */
  readonly ours: Pick<DeliveredLeaf, 'recordId' | 'version' | 'sha256' | 'receipt'> | null;
  readonly theirs: Pick<AccountLeaf, 'version' | 'sha256' | 'receipt'> | null;
  /** Of an unknown one: where the record stands here. A delivery that is not finished explains why it is there already. */
  readonly here: {
    readonly state: RecordState;
    readonly version: number;
    readonly delivery: DeliveryState | null;
  } | null;
}

type NamingStore = Pick<Store, 'deliveredBetween' | 'standingsBetween'>;

/** Puts names to differences: reads the leaves of the day once more, and of facilities with unknown records where they stand. */
export async function nameDifferences(
  store: NamingStore,
  destination: string,
  scope: DayScope,
  differences: readonly Difference[],
): Promise<readonly NamedDifference[]> {
  const ours = await findLeaves(store, destination, scope, new Set(differences.map(({ path }) => path)));
  const strangers = differences.flatMap(({ path, there }) => (there === null || ours.has(path) ? [] : [there]));
  const standings = await findStandings(store, scope, strangers);
  return differences.flatMap(({ path, kind, there }) => {
    const leaf = ours.get(path);
    const standing = standings.get(path);
    const facility = leaf?.facility ?? there?.facility;
    // Neither here any more nor there: retention or a new version came in between.
    if (facility === undefined) return [];
    const identity = leaf?.identity ?? standing?.identity;
    return {
      kind,
      facility,
      key: identity === undefined ? null : keyOfIdentity(identity),
      path,
      ours: leaf === undefined ? null : pickOurs(leaf),
      theirs: there === null ? null : { version: there.version, sha256: there.sha256, receipt: there.receipt },
      here: standing === undefined ? null : pickHere(standing, destination),
    };
  });
}

async function findLeaves(
  store: NamingStore,
  destination: string,
  scope: DayScope,
  paths: ReadonlySet<string>,
): Promise<ReadonlyMap<string, DeliveredLeaf>> {
  const found = new Map<string, DeliveredLeaf>();
  if (paths.size === 0) return found;
  for await (const leaf of leavesOf(store, destination, scope)) {
    const path = recordPath(leaf.facility, leaf.identity);
    if (paths.has(path)) found.set(path, leaf);
  }
  return found;
}

/** Only of the facilities that the strangers are said to be of, and only what has the path that their identity gives. */
async function findStandings(
  store: NamingStore,
  { day }: DayScope,
  strangers: readonly AccountLeaf[],
): Promise<ReadonlyMap<string, RecordStanding>> {
  const paths = new Set(strangers.map(({ path }) => path));
  const found = new Map<string, RecordStanding>();
  for (const facility of new Set(strangers.map((leaf) => leaf.facility))) {
    for (const standing of await store.standingsBetween(facility, ...boundsOf(day))) {
      const path = recordPath(facility, standing.identity);
      if (paths.has(path)) found.set(path, standing);
    }
  }
  return found;
}

function pickOurs({ recordId, version, sha256, receipt }: DeliveredLeaf): NamedDifference['ours'] {
  return { recordId, version, sha256, receipt };
}

function pickHere({ state, version, deliveries }: RecordStanding, destination: string): NamedDifference['here'] {
  const delivery = deliveries.find((each) => each.destination === destination)?.state ?? null;
  return { state, version, delivery };
}
