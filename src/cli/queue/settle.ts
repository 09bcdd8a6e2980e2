import { createQueueDesk } from '../../desk/queue-desk.ts';
import { createNotifies } from '../../forward/webhooks/notifies.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed, UsageError } from '../failures.ts';
import { readLanguage } from '../language.ts';
import { withExistingStore } from '../open-store.ts';
import { operatorOf } from '../operator.ts';
import { parseOptions, refuseExtra, required } from '../parse-options.ts';
import { configAtHand } from './config-at-hand.ts';
import { WORDS } from './words.ts';

const TEXT = { type: 'string' } as const;
/** As receivers write their ids: one line of signs that can be seen. */
const RECEIPT = /^\P{C}{1,255}$/u;

/**
 * `queue settle`: a person asked the receiver, and it has what was sent with an unknown end: the delivery is delivered, under
 * the receiver's own id. The facility's webhook is told where LT_CONFIG, as the gateway has it, names one.
 */
export async function settle(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseOptions(args, { id: TEXT, receipt: TEXT, reason: TEXT, lang: TEXT });
  refuseExtra(positionals, 0);
  const id = required(values.id, '--id');
  const receipt = required(values.receipt, '--receipt').trim();
  const reason = required(values.reason, '--reason');
  if (!RECEIPT.test(receipt))
    throw new UsageError("--receipt must be the receiver's own id, one line of at most 255 signs");
  const words = WORDS[readLanguage(values.lang)];
  const notifies = createNotifies((await configAtHand(io))?.webhooks ?? []);
  await withExistingStore(io, async (store) => {
    const desk = createQueueDesk({ store, notifies, clock: io.clock });
    const outcome = await desk.settle({ deliveryId: id, receipt, reason }, operatorOf(io));
    if (outcome === 'unknown') throw new OperationFailed(words.noDelivery);
    if (outcome === 'not-to-settle') throw new OperationFailed(words.notToSettle);
  });
  io.stdout.write(values.json ? `${JSON.stringify({ settled: id, receipt })}\n` : `${words.settled(id, receipt)}\n`);
  return 0;
}
