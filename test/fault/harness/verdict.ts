import { type AcceptedRecord, checkEffects } from '../../../src/simulate/check-effects.ts';
import type { Receiver } from '../../../src/simulate/receivers/receiver.ts';

/** What an independent checker found at one receiver. */
export interface ReceiverVerdict {
  readonly delivered: number;
  /** Acknowledged, and not in effect. */
  readonly lost: number;
  /** In effect more often than acknowledged. */
  readonly doubled: number;
  /** In effect, and never acknowledged. */
  readonly phantom: number;
  /** In effect before something of the same patient that was acknowledged earlier. */
  readonly reordered: number;
}

export interface Verdict {
  /** Record versions that the hospitals had acknowledged. */
  readonly acknowledged: number;
  readonly receivers: readonly ReceiverVerdict[];
}

/** The senders' log of acknowledgements against the receivers' effects; the gateway is asked nothing. */
export function judge(accepted: readonly AcceptedRecord[], receivers: readonly Receiver[]): Verdict {
  return {
    acknowledged: accepted.length,
    receivers: receivers.map((receiver) => {
      const { delivered, lost, doubled, phantom, reordered } = checkEffects(accepted, receiver.effects());
      return {
        delivered,
        lost: lost.length,
        doubled: doubled.length,
        phantom: phantom.length,
        reordered: reordered.length,
      };
    }),
  };
}

/** Sum of everything that must not be. */
export function faultsIn({ receivers }: Verdict): number {
  return receivers.reduce(
    (sum, { lost, doubled, phantom, reordered }) => sum + lost + doubled + phantom + reordered,
    0,
  );
}
