import type { RegistryPort } from '../../types/registry.ts';
import { createFacilityRegistry } from './facility-registry.ts';
import { createRememberJti } from './jti-memory.ts';
import type { PortParts } from './port-parts.ts';
import { createTakeQuota } from './quotas.ts';

/** Facilities, their keys, and what they may do. */
export function createRegistryPort({ db, group, settings, evidence }: PortParts): RegistryPort {
  const facilities = createFacilityRegistry(db);
  const rememberJti = createRememberJti(db);
  const takeQuota = createTakeQuota(db);
  return {
    rememberJti: (issuer, jti, expiresAt, now) => group.write(() => rememberJti(issuer, jti, expiresAt, now)),
    recordSignIn: (facility, at) => group.write(() => evidence.noteSignIn(facility, at)),
    takeQuota: (facility, window, wanted, quota) => group.write(() => takeQuota(facility, window, wanted, quota)),
    putFacility: (facility) => group.write(() => facilities.put(facility)),
    facility: async (code) => facilities.get(code),
    facilities: async () => facilities.all(),
    putKeys: (code, keys) => group.write(() => facilities.putKeys(code, keys)),
    keys: async (code) => facilities.keys(code),
    async signingKey(make) {
      const kept = settings.signingKey();
      if (kept !== undefined) return kept;
      const made = await make();
      return group.write(() => settings.keepSigningKey(made));
    },
  };
}
