import { describe, expect, it } from '@jest/globals';
import type { JWK } from 'jose';
import { NOON } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

export function describeDuties(open: OpenStore): void {
  describe('duties of an operator', () => {
    const opened = useStore(open);

    it('remembers when it was last copied away, also told by a command beside it', async () => {
      expect(await opened.store.lastBackup()).toBeNull();
      const command = await opened.beside();
      await command.noteBackup(NOON);
      await command.close();
      expect(await opened.store.lastBackup()).toBe(NOON);
      await opened.store.noteBackup(NOON - 1);
      expect(await opened.store.lastBackup()).toBe(NOON);
      await opened.store.noteBackup(NOON + 86_400_000);
      const store = await opened.reopen();
      expect(await store.lastBackup()).toBe(NOON + 86_400_000);
    });

    it('replaces its own signing key', async () => {
      const key = (kid: string): JWK => ({ kty: 'EC', crv: 'P-384', kid });
      await opened.store.signingKey(async () => key('first'));
      await opened.store.replaceSigningKey(key('second'));
      const store = await opened.reopen();
      expect(await store.signingKey(async () => key('third'))).toEqual(key('second'));
    });
  });
}
