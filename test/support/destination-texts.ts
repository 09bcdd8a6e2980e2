import { generateKeyPairSync } from 'node:crypto';
import type { DestinationConfig } from '../../src/types/destination-config.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

/** Files that `destinationOf` names. */
export const SECRET_FILES: Readonly<Record<string, string>> = {
  '/run/password': 'password',
  '/run/passwords': '{ "doctor": "password" }',
  '/run/key': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

const SIGN_IN = { url: 'https://p.example', username: 'machine', passwordFile: '/run/password' };

const LEAST: Readonly<Record<DestinationConfig['kind'], object>> = {
  fhir: { url: 'https://p.example' },
  'province-warehouse': SIGN_IN,
  'moh-hub': { ...SIGN_IN, hub: { receiverId: 'TDLBYT', privateKeyFile: '/run/key' } },
  'claim-portal': { ...SIGN_IN, filter: { facilities: ['99001'] } },
  'e-prescription': { url: 'https://p.example', passwordsFile: '/run/passwords' },
  file: { folder: '/out' },
};

/** A destination as the file would hold it: as little as its kind needs, and what is given. */
export function destinationOf(kind: DestinationConfig['kind'], own: object = {}) {
  return { id: 'p', kind, ...LEAST[kind], ...own };
}
