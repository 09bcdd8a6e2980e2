import { buildOperatorAudit, type OperatorAudited } from '../audit/operator-audit.ts';
import { whyWaiting } from '../fhir/delivery-waiting.ts';
import { identitiesOf, keyOfIdentity } from '../fhir/record-identity.ts';
import { toldIssues } from '../fhir/told-issues.ts';
import type { PlaceOfFault } from '../pipeline/fault-place.ts';
import { readOutcome } from '../pipeline/receipt.ts';
import type { InspectedDelivery, InspectedRecord, RecordHandle } from '../types/inspection.ts';
import type { DeliveryLink, RecordDesk, ToldIssue } from '../types/record-desk.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import type { OpenRecord } from './open-record.ts';

export interface RecordDeskDeps {
  readonly store: Pick<
    Store,
    | 'acts'
    | 'appendAudit'
    | 'attempts'
    | 'deliveriesOf'
    | 'destinationStops'
    | 'facility'
    | 'inspect'
    | 'recordsByKey'
    | 'recordsOfPerson'
    | 'recordsOfSubmission'
    | 'recordsReceived'
  >;
  readonly openRecord: OpenRecord;
  readonly placeOfFault: PlaceOfFault;
  readonly clock: () => EpochMs;
}

/** Records of a list: a page shows no more. */
const MAX_FOUND = 200;
/** Versions of one record that are listed. */
const MAX_VERSIONS = 50;
/** Acts that are shown of one record and its deliveries. */
const MAX_ACTS = 100;
/** Records found of a person that the audit log names. */
const MAX_NAMED = 20;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The store, the line and the audit log joined: what staff see of records. */
export function createRecordDesk({ store, openRecord, placeOfFault, clock }: RecordDeskDeps): RecordDesk {
  const note = (done: Omit<OperatorAudited, 'at' | 'event'>) => {
    const at = clock();
    return store.appendAudit(at, JSON.stringify(buildOperatorAudit({ at, event: 'access', ...done })));
  };

  async function linksOf({ id, format }: InspectedRecord): Promise<readonly DeliveryLink[]> {
    const now = clock();
    const [deliveries, stops] = await Promise.all([store.deliveriesOf(id), store.destinationStops()]);
    return Promise.all(
      deliveries.map(async (delivery: InspectedDelivery) => {
        const stop = stops.find(({ destination }) => destination === delivery.destination);
        const waiting = whyWaiting(delivery, { stop }, now);
        return {
          delivery,
          waiting,
          attempts: await store.attempts(delivery.id),
          acts: await store.acts([delivery.id], MAX_ACTS),
          stop: waiting?.for === 'stopped' ? (stop ?? null) : null,
          refused: delivery.faults.map((fault) => ({ ...fault, place: placeOfFault(format, fault.field) })),
        };
      }),
    );
  }

  async function findById(id: string, facility: FacilityCode | null): Promise<readonly RecordHandle[]> {
    if (!UUID.test(id)) return [];
    const ofSubmission = await store.recordsOfSubmission(id, MAX_FOUND);
    const found = ofSubmission.length > 0 ? ofSubmission : [await store.inspect(id)].flatMap((each) => each ?? []);
    return found.filter((record) => facility === null || record.facility === facility);
  }

  return {
    async find(text, facility) {
      // An encounter's key may look like an id of ours, so what is none is looked up as an encounter.
      const found = await findById(text.toLowerCase(), facility);
      const identities = [...new Set([text, text.toUpperCase()].flatMap(identitiesOf))];
      return found.length > 0 ? found : store.recordsByKey(identities, facility, MAX_FOUND);
    },
    async findPerson(number, facility, by) {
      const everywhere = await store.recordsOfPerson(number, MAX_FOUND);
      const found = everywhere.filter((record) => facility === null || record.facility === facility);
      const records = found.slice(0, MAX_NAMED).map(({ id }) => id);
      const asked = facility === null ? {} : { facility };
      const details = { action: 'find-by-identity', ...asked, found: found.length, records: records.join(' ') };
      await note({ by, object: 'records', details });
      return found;
    },
    received: (filter) => store.recordsReceived(filter),
    async chain(recordId) {
      const record = await store.inspect(recordId);
      if (record === undefined) return undefined;
      const { facility, identity } = record;
      const [registered, deliveries, acts, versions] = await Promise.all([
        store.facility(facility),
        linksOf(record),
        store.acts([recordId], MAX_ACTS),
        identity === '' ? [record] : store.recordsByKey([identity], facility, MAX_VERSIONS),
      ]);
      return {
        record,
        key: keyOfIdentity(identity),
        facilityName: registered?.name ?? null,
        issues: eachOnce(toldIssues(readOutcome(record.outcome))),
        released: acts.find(({ what }) => what === 'release') ?? null,
        deliveries,
        versions,
      };
    },
    async open(recordId, { by, reason }) {
      const record = await store.inspect(recordId);
      if (record === undefined) return undefined;
      const { facility, identity } = record;
      const shows = reason === null ? { protected: 'hidden' } : { protected: 'shown', reason };
      const details = { action: 'open', facility, record: keyOfIdentity(identity), ...shows };
      await note({ by, object: recordId, details });
      return openRecord(record, reason !== null);
    },
  };
}

/** Issues that say the same of the same place stand once: a sender may be told of one by two checks. */
function eachOnce(issues: readonly ToldIssue[]): readonly ToldIssue[] {
  return [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()];
}
