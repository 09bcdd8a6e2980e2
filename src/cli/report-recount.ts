import { createCloseDays } from '../measure/close-days.ts';
import { createProgrammeRecount } from '../measure/programmes/recount.ts';
import { createRecount } from '../measure/recount.ts';
import type { Store } from '../types/store.ts';
import type { CliIo } from './command.ts';

/**
 * The store with every day counted again from its facts, into memory, by the same step that closes days: what the store keeps of closed
 * days is neither read nor changed. The further indicators are counted so when they are asked for. Tells on stderr which month it is at.
 */
export async function recountStore(store: Store, { clock, stderr }: Pick<CliIo, 'clock' | 'stderr'>): Promise<Store> {
  const told: Store = { ...store, ...(await createProgrammeRecount(store)) };
  const recount = createRecount(told);
  let month = '';
  const onClosed = ({ day }: { readonly day: string }) => {
    if (day.slice(0, 7) === month) return;
    month = day.slice(0, 7);
    stderr.write(`counting ${month} from the stored facts\n`);
  };
  await createCloseDays({ store: recount, clock, onClosed })();
  return { ...told, ...recount };
}
