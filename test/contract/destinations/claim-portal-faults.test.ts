import { describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../../src/simulate/receivers/fault.ts';
import { sendNew } from '../../support/configured-destination.ts';
import { eventually } from '../../support/eventually.ts';
import { claimDelivery, usePortal } from '../../support/portal-setting.ts';

const { pass, portalWith, destinationAt } = usePortal();

describe('claim portal, faults', () => {
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
    ['outcome-200', {}, 'unknown', 'result-500', 0],
    ['huge', { bytes: 16_777_216 }, 'unknown', 'answer-too-large', 1],
    ['down', {}, 'transient', 'connect-refused', 0],
  ];

  it.each(FAULTS)('%s %j: %s, %s', async (fault, options, kind, reason, effects) => {
    const receiver = await portalWith();
    const waits = ['timeout', 'hang', 'drip', 'half-open'].includes(fault);
    const destination = destinationAt(receiver.url, { timeoutMs: waits ? 1_000 : 20_000 });
    if (fault !== 'half-open') await sendNew(destination, claimDelivery('A'));
    await receiver.setFault(fault, options);
    const delivery = claimDelivery('B');
    const outcome = await sendNew(destination, delivery);
    expect(outcome).toMatchObject({ kind, reason });
    if (fault === 'http-503') expect(outcome).toMatchObject({ retryAfterMs: 7_000 });
    const before = fault === 'half-open' ? 0 : 1;
    expect([receiver.effects().length, receiver.stats().redirectsFollowed]).toEqual([before + effects, 0]);
    await receiver.setFault(null);
    // A sign-in that failed is everybody's for a second.
    await eventually('delivered again', async () => {
      pass(1_000);
      return (await sendNew(destination, claimDelivery('C'))).kind === 'delivered';
    });
  });

  it.each([
    ['http-500', 'transient', 'http-500'],
    ['reset-after-commit', 'transient', 'reset'],
    ['html-200', 'transient', 'not-an-answer'],
    ['outcome-200', 'transient', 'login-500'],
  ] as const)('%s while signing in: the file was not sent', async (fault, kind, reason) => {
    const receiver = await portalWith();
    await receiver.setFault(fault, { at: 'sign-in' });
    expect(await sendNew(destinationAt(receiver.url), claimDelivery())).toMatchObject({ kind, reason });
    expect(receiver.stats().requests).toBe(0);
  });

  it('the portal keeps a file as often as it comes: a repetition is a second effect', async () => {
    const receiver = await portalWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, claimDelivery());
    await sendNew(destination, claimDelivery());
    expect(receiver.effects()).toHaveLength(2);
  });

  it('cut off by a stop', async () => {
    const receiver = await portalWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, claimDelivery('A'));
    await receiver.setFault('timeout');
    const underWay = sendNew(destination, claimDelivery('B'));
    await eventually('the file is there', () => receiver.stats().requests === 2);
    await destination.close();
    expect(await underWay).toMatchObject({ kind: 'unknown', reason: 'stopped' });
  });
});
