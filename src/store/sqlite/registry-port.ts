import type { RegistryPort } from '../../types/registry.ts';
import { UNEXPLAINED } from '../facility-row.ts';
import { createFacilityHistory } from './facility-history.ts';
import { createFacilityRegistry } from './facility-registry.ts';
import { createRememberJti } from './jti-memory.ts';
import type { PortParts } from './port-parts.ts';
import { createTakeQuota } from './quotas.ts';

/** Facilities, their keys, and what they may do. */
export function createRegistryPort({ db, group, clock, settings, evidence }: PortParts): RegistryPort {
  const facilities = createFacilityRegistry(db);
  const history = createFacilityHistory(db);
  const rememberJti = createRememberJti(db);
  const takeQuota = createTakeQuota(db);
  return {
    rememberJti: (issuer, jti, expiresAt, now) => group.write(() => rememberJti(issuer, jti, expiresAt, now)),
    recordSignIn: (facility, at) => group.write(() => evidence.noteSignIn(facility, at)),
    takeQuota: (facility, window, wanted, quota) => group.write(() => takeQuota(facility, window, wanted, quota)),
    putFacility: (facility, change = UNEXPLAINED) => group.write(() => facilities.put(facility, change, clock())),
    putFacilities: (given, change) =>
      group.write(() => {
        const at = clock();
        for (const facility of given) facilities.put(facility, change, at);
      }),
    editions: async (code) => history.editions(code),
    registryAt: async (at) => history.registryAt(at),
    addNote: (note) => group.write(() => history.addNote(note)),
    notes: async (code) => history.notes(code),
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
    replaceSigningKey: (key) => group.write(() => settings.replaceSigningKey(key)),
  };
}
