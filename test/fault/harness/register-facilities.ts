import { v7 as newId } from 'uuid';
import { generateKeyPair } from '../../../src/authenticate/keys.ts';
import { withStore } from '../../../src/cli/open-store.ts';
import { createSender } from '../../../src/simulate/demo/sender.ts';
import type { RegisteredHospital } from './load.ts';

/** Registers placeholder facilities 99001, 99002 … in the store of a gateway to be, and gives each a sending program. */
export async function registerFacilities(where: {
  readonly dataDir: string;
  /** DATABASE_URL, when the store is PostgreSQL. */
  readonly env: Readonly<Record<string, string>>;
  /** The gateway's public address. */
  readonly url: string;
  readonly count: number;
}): Promise<readonly RegisteredHospital[]> {
  const io = { env: { ...where.env, DATA_DIR: where.dataDir }, cwd: '/', clock: Date.now, newId: () => newId() };
  return withStore(io, async (store) => {
    const hospitals: RegisteredHospital[] = [];
    for (let index = 1; index <= where.count; index++) {
      const facility = String(99_000 + index);
      const { privateKey, publicKey } = await generateKeyPair();
      await store.putFacility({ ...BARE, code: facility, name: facility });
      await store.putKeys(facility, [publicKey]);
      const sender = createSender({ url: where.url, facility, privateKey, clock: Date.now, newId: () => newId() });
      hospitals.push({ facility, sender });
    }
    return hospitals;
  });
}

const BARE = {
  cohort: 'hospital',
  ownership: '',
  level: '',
  commune: '',
  openFrom: null,
  openTo: null,
  scope: [],
  announced: null,
  statistics: {},
} as const;
