import { describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import type { Store } from '../../../src/types/store.ts';
import { facilityOf, NOON } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const KEY: JWK = { kty: 'EC', crv: 'P-384', kid: 'k1', x: 'x', y: 'y', alg: 'ES384' };

export function describeRegistry(open: OpenStore): void {
  describe('facilities and keys', () => {
    const opened = useStore(open);

    it('keeps a facility as it was put last', async () => {
      const first = facilityOf('99003');
      const last = facilityOf('99003', {
        name: 'Trạm y tế xã',
        cohort: 'other',
        openTo: '2026-12-31',
        scope: [],
        announced: '2026-09-30',
        statistics: {},
      });
      await opened.store.putFacility(first);
      expect(await opened.store.facility('99003')).toEqual(first);
      await opened.store.putFacility(last);
      const store = await opened.reopen();
      expect(await store.facility('99003')).toEqual(last);
      expect(await store.facility('99004')).toBeUndefined();
      expect((await store.facilities()).map(({ code }) => code)).toEqual(['99001', '99002', '99003']);
    });

    it('replaces the public keys of a facility', async () => {
      await opened.store.putKeys('99001', [KEY, { ...KEY, kid: 'k2' }]);
      await opened.store.putKeys('99002', [KEY]);
      await opened.store.putKeys('99001', [{ ...KEY, kid: 'k3' }]);
      const store = await opened.reopen();
      expect(await store.keys('99001')).toEqual([{ ...KEY, kid: 'k3' }]);
      expect(await store.keys('99002')).toEqual([KEY]);
      expect(await store.keys('99999')).toEqual([]);
    });

    it('refuses private keys and keys of an unknown facility', async () => {
      const { store } = opened;
      await store.putKeys('99001', [KEY]);
      await expect(store.putKeys('99001', [{ ...KEY, d: 'secret' }])).rejects.toThrow('public');
      await expect(store.putKeys('99001', [{ kty: 'oct', k: 'secret' }])).rejects.toThrow('public');
      await expect(store.putKeys('99999', [KEY])).rejects.toThrow();
      expect(await store.keys('99001')).toEqual([KEY]);
    });

    it('keeps the first signing key that was made', async () => {
      const { store } = opened;
      const made = await Promise.all(['a', 'b', 'c'].map((kid) => store.signingKey(async () => ({ ...KEY, kid }))));
      expect(new Set(made.map(({ kid }) => kid)).size).toBe(1);
      const reopened = await opened.reopen();
      const kept = await reopened.signingKey(() => Promise.reject(new Error('made a second time')));
      expect(kept).toEqual(made[0]);
    });

    it('remembers an assertion of an issuer until it expires', async () => {
      const { store } = opened;
      const seen = await Promise.all(
        Array.from({ length: 5 }, () => store.rememberJti('99001', 'j1', NOON + 300, NOON)),
      );
      expect(seen.filter((isNew) => isNew)).toHaveLength(1);
      expect(await store.rememberJti('99002', 'j1', NOON + 300, NOON)).toBe(true);
      expect(await store.rememberJti('99001', 'j2', NOON + 300, NOON)).toBe(true);
      const reopened = await opened.reopen();
      expect(await reopened.rememberJti('99001', 'j1', NOON + 600, NOON + 299)).toBe(false);
      expect(await reopened.rememberJti('99001', 'j1', NOON + 600, NOON + 300)).toBe(true);
    });

    it('grants a facility no more calls in a window than its quota, whoever asks', async () => {
      const { store } = opened;
      const beside = await opened.beside();
      const take = (from: Store, wanted: number, quota = 10) => from.takeQuota('99001', NOON, wanted, quota);
      expect([await take(store, 4), await take(beside, 4), await take(store, 4), await take(beside, 1)]).toEqual([
        4, 4, 2, 0,
      ]);
      expect(await beside.takeQuota('99002', NOON, 4, 10)).toBe(4);
      expect(await take(store, 5, 12)).toBe(2);
      expect(await take(store, 5, 3)).toBe(0);
      await beside.close();
      const reopened = await opened.reopen();
      expect(await take(reopened, 1)).toBe(0);
    });

    it('grants a quota anew in each window, and none to a clock that is behind', async () => {
      const { store } = opened;
      const granted: number[] = [];
      for (const window of [NOON, NOON + 60_000, NOON, NOON + 60_000, NOON + 120_000]) {
        granted.push(await store.takeQuota('99001', window, 6, 10));
      }
      expect(granted).toEqual([6, 6, 4, 0, 6]);
    });

    it('grants as many as there are to all that ask at once', async () => {
      const granted = await Promise.all(Array.from({ length: 20 }, () => opened.store.takeQuota('99001', NOON, 3, 50)));
      expect(granted.reduce((sum, count) => sum + count, 0)).toBe(50);
    });

    it('proves that it can write, and not when it is closed', async () => {
      await expect(opened.store.probe()).resolves.toBeUndefined();
      await expect(opened.store.probe()).resolves.toBeUndefined();
      const closed = opened.store;
      await opened.reopen();
      await expect(closed.probe()).rejects.toThrow();
    });
  });
}
