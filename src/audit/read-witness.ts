import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { ChainWitness } from './verify-chain.ts';

/** What a store keeps that cannot be there without its entry in the audit log. */
export type WitnessStore = Pick<Store, 'lastRecords' | 'reports' | 'holds' | 'facilities' | 'editions' | 'notes'>;

/** Who stands at editions that were written without an entry: the migration and older versions, and the demo. */
const NOT_ENTERED: readonly string[] = ['registry', 'demo'];

/**
 * Reads what bears witness to the audit log, to be read before the log is: a gateway may write both meanwhile. Frozen reports
 * by their SHA-256; by their instants the newest accepted record, edition of a facility, remark and hold.
 */
export async function readWitness(store: WitnessStore): Promise<ChainWitness> {
  const [records, reports, holds, facilities] = await Promise.all([
    store.lastRecords(),
    store.reports(),
    store.holds(),
    store.facilities(),
  ]);
  const editions: EpochMs[] = [];
  const notes: EpochMs[] = [];
  for (const { code } of facilities) {
    const entered = (await store.editions(code)).filter(({ at, by }) => at > 0 && !NOT_ENTERED.includes(by));
    editions.push(...entered.map(({ at }) => at));
    notes.push(...(await store.notes(code)).map(({ at }) => at));
  }
  return {
    newest: {
      tail: newestOf([...records.values()]),
      edition: newestOf(editions),
      note: newestOf(notes),
      hold: newestOf(holds.map(({ at }) => at)),
    },
    reports: reports.map(({ sha256 }) => sha256),
  };
}

/** Undefined: of this kind there is none. */
function newestOf(instants: readonly EpochMs[]): EpochMs | undefined {
  return instants.length === 0 ? undefined : instants.reduce((one, other) => Math.max(one, other));
}
