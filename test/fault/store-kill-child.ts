/**
 * Writes to a store until it is killed, and prints a JSON line for each thing that the store has acknowledged.
 * Started by store-kill.test.ts with the data directory as its argument.
 */
import { v7 } from 'uuid';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { leaseAt, observation, patient, recordOf, settlementOf, submissionOf } from '../support/store-fixtures.ts';

const AT_ONCE = 16;

const dataDir = process.argv[2] as string;
const store = await openSqliteStore({ dataDir, exclusive: true, clock: Date.now, newId: v7 });

/** Pipes are written synchronously: what is printed is out before a signal can come between. */
function acknowledge(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function acceptOne(): Promise<void> {
  const subject = v7();
  const resources = [
    patient(subject),
    ...Array.from({ length: 20 }, (_, row) => observation(`${subject}-${row}`, row)),
  ];
  const record = recordOf({ key: subject, patient: `Patient/${subject}`, resources });
  const submission = submissionOf({ records: [record], owed: ['province', 'nation'] });
  const { kind } = await store.accept(submission);
  acknowledge({ kind, submission: submission.id, bytes: submission.bytes.toString(), resources });
}

async function deliverSome(now: number): Promise<void> {
  const leased = await leaseAt(store, now, { limit: AT_ONCE });
  await store.settle(leased.map((delivery) => settlementOf(delivery, { receipt: delivery.id })));
  for (const { id } of leased) acknowledge({ kind: 'delivered', delivery: id });
}

for (;;) {
  await Promise.all([...Array.from({ length: AT_ONCE }, acceptOne), deliverSome(Date.now() + 1e9)]);
}
