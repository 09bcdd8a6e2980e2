import { describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultOptions } from '../../../src/simulate/receivers/fault.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { eventually } from '../../support/eventually.ts';
import { healthCheckDelivery } from '../../support/health-forms.ts';
import { useHub } from '../../support/hub-setting.ts';

const { pass, hubWith, destinationAt } = useHub();

describe('the hub and its faults', () => {
  const faults: [FaultKind, FaultOptions, object, number][] = [
    ['http-500', {}, { kind: 'transient', reason: 'CM_SYSTEM_ERROR', httpStatus: 500 }, 0],
    ['http-503', { retryAfterSeconds: 7 }, { kind: 'transient', httpStatus: 503, retryAfterMs: 7_000 }, 0],
    ['http-429', { retryAfterSeconds: 9 }, { kind: 'transient', httpStatus: 429, retryAfterMs: 9_000 }, 0],
    ['redirect', {}, { kind: 'misconfigured', reason: 'http-307' }, 0],
    ['timeout', {}, { kind: 'unknown', reason: 'timeout' }, 0],
    ['hang', {}, { kind: 'unknown', reason: 'timeout' }, 1],
    ['drip', { intervalMs: 20 }, { kind: 'unknown', reason: 'timeout' }, 1],
    ['half-open', {}, { kind: expect.stringMatching(/transient|unknown/), reason: 'timeout' }, 0],
    ['reset-before-reading', {}, { kind: 'unknown', reason: 'reset' }, 0],
    ['reset-after-commit', {}, { kind: 'unknown', reason: 'reset' }, 1],
    ['html-200', {}, { kind: 'unknown', reason: 'not-an-answer' }, 0],
    ['outcome-200', {}, { kind: 'transient', reason: 'CM_SYSTEM_ERROR', httpStatus: 200 }, 0],
    ['huge', {}, { kind: 'unknown', reason: 'answer-too-large' }, 1],
    ['down', {}, { kind: 'transient', reason: 'connect-refused' }, 0],
  ];

  it.each(faults)(
    '%s is seen for what it is; the same bytes once more have one effect',
    async (kind, options, seen, kept) => {
      const hub = await hubWith();
      const destination = destinationAt(hub, { timeoutMs: 1_000 });
      await sendNew(destination, healthCheckDelivery(9));
      const delivery = healthCheckDelivery();
      const message = await composed(destination, delivery);
      await hub.setFault(kind, options);
      expect(await destination.send(message, delivery)).toMatchObject(seen);
      await hub.setFault(null);
      expect(hub.effects()).toHaveLength(1 + kept);
      expect(await destination.send(message, delivery)).toMatchObject({ kind: 'delivered' });
      expect(hub.effects()).toHaveLength(2);
      const sent = hub.received().slice(1);
      expect(sent.every((bytes) => bytes.equals(message.bytes))).toBe(true);
      expect(hub.stats().redirectsFollowed).toBe(0);
    },
  );

  it.each<[FaultKind, string]>([
    ['http-500', 'login-http-500'],
    ['http-429', 'login-http-429'],
    ['html-200', 'login-not-an-answer'],
    ['timeout', 'timeout'],
    ['reset-after-commit', 'login-reset'],
  ])('%s of the sign-in call: the message itself was not sent', async (kind, reason) => {
    const hub = await hubWith();
    const destination = destinationAt(hub, { timeoutMs: 250 });
    await hub.setFault(kind, { at: 'sign-in' });
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'transient', reason });
    expect(hub.stats().requests).toBe(0);
    await hub.setFault(null);
    await eventually('the session signs in again', async () => {
      pass(120_000);
      return (await sendNew(destination, healthCheckDelivery())).kind === 'delivered';
    });
    expect(hub.effects()).toHaveLength(1);
  });
});

describe('a message whose end is unknown', () => {
  it('may not be sent again unless it is configured so: nothing tells that the hub takes a msg_id once', async () => {
    const hub = await hubWith({ keyBlind: true });
    const destination = destinationAt(hub);
    expect(destination.isIdempotent).toBe(false);
    expect(destination.lookUp).toBeUndefined();
    expect(destinationAt(hub, { isIdempotent: true }).isIdempotent).toBe(true);
    const delivery = healthCheckDelivery();
    const message = await composed(destination, delivery);
    await destination.send(message, delivery);
    await destination.send(message, delivery);
    expect(hub.effects()).toHaveLength(2);
  });

  it('is asked for where the hub has a status query', async () => {
    const statusPath = '/api/platform/data-sync/status';
    const hub = await hubWith({ statusPath, keyBlind: true });
    const destination = destinationAt(hub, { paths: { status: statusPath } });
    const delivery = healthCheckDelivery();
    const message = await composed(destination, delivery);
    expect(await destination.lookUp?.(message, delivery)).toEqual({ kind: 'not-there' });
    await hub.setFault('reset-after-commit');
    expect(await destination.send(message, delivery)).toMatchObject({ kind: 'unknown' });
    await hub.setFault('http-503', { at: 'query' });
    expect(await destination.lookUp?.(message, delivery)).toMatchObject({ kind: 'transient' });
    await hub.setFault(null);
    expect(await destination.lookUp?.(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: '00000001',
    });
    expect(hub.effects()).toHaveLength(1);
  });
});
