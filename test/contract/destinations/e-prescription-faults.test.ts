import { describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../../src/simulate/receivers/fault.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { eventually } from '../../support/eventually.ts';
import { prescriptionCode, prescriptionDelivery, usePrescriptions } from '../../support/prescription-setting.ts';

const { pass, systemWith, destinationAt } = usePrescriptions();

describe('prescription system, faults', () => {
  const FAULTS: readonly (readonly [FaultKind, FaultOptions, string, string, number])[] = [
    ['http-500', {}, 'unknown', 'http-500', 0],
    ['http-503', { retryAfterSeconds: 7 }, 'transient', 'http-503', 0],
    ['http-429', {}, 'transient', 'http-429', 0],
    ['redirect', {}, 'misconfigured', 'http-307', 0],
    ['timeout', {}, 'unknown', 'timeout', 0],
    ['hang', {}, 'unknown', 'timeout', 1],
    ['drip', { intervalMs: 500 }, 'unknown', 'timeout', 1],
    ['half-open', {}, 'transient', 'timeout', 0],
    ['reset-before-reading', {}, 'unknown', 'reset', 0],
    ['reset-after-commit', {}, 'unknown', 'reset', 1],
    ['html-200', {}, 'unknown', 'not-an-answer', 0],
    ['outcome-200', {}, 'unknown', 'not-an-answer', 0],
    ['huge', { bytes: 16_777_216 }, 'unknown', 'answer-too-large', 1],
    ['down', {}, 'transient', 'connect-refused', 0],
  ];

  it.each(FAULTS)(
    '%s %j: %s, %s, and after it each prescription is there once',
    async (fault, options, kind, reason, effects) => {
      const receiver = await systemWith();
      const waits = ['timeout', 'hang', 'drip', 'half-open'].includes(fault);
      const destination = destinationAt(receiver.url, { looksUp: true, timeoutMs: waits ? 1_000 : 20_000 });
      const before = fault === 'half-open' ? 0 : 1;
      if (before === 1) await sendNew(destination, prescriptionDelivery());
      await receiver.setFault(fault, options);
      const delivery = prescriptionDelivery({ ma_don_thuoc: prescriptionCode(1) });
      const message = await composed(destination, delivery);
      expect(await destination.send(message, delivery)).toMatchObject({ kind, reason });
      expect([receiver.effects().length, receiver.stats().redirectsFollowed]).toEqual([before + effects, 0]);
      await receiver.setFault(null);
      const found =
        kind === 'unknown' ? await destination.lookUp?.(message, { ...delivery, unsettled: message }) : undefined;
      if (kind === 'unknown') expect(found?.kind).toBe(effects === 1 ? 'delivered' : 'not-there');
      // A sign-in that failed is this doctor's for a second.
      if (found?.kind !== 'delivered') {
        await eventually('delivered', async () => {
          pass(1_000);
          return (await destination.send(message, { ...delivery, attempt: 2 })).kind === 'delivered';
        });
      }
      expect(receiver.effects()).toHaveLength(before + 1);
    },
  );
});
