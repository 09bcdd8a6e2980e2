import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** 2026-11-22T08:00:00+07:00 */
export const NOW = Date.parse('2026-11-22T08:00:00+07:00');
export const FACILITY = '99001';
/** 13 digits that no organisation can have. */
export const SENDER_ID = '0000000099001';
export const PASSWORD = 'mật-khẩu thử 1';

/** An RSA key pair as PEM. */
export function rsaKeyPair(): { readonly privateKey: string; readonly publicKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2_048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
}

/** Files of secrets, in a folder of their own. */
export interface SecretFiles {
  readonly passwordFile: string;
  readonly keyFile: string;
  write(name: string, text: string): Promise<string>;
  erase(name: string): Promise<void>;
  remove(): Promise<void>;
}

export async function secretFiles(privateKey: string): Promise<SecretFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'lt-secrets-'));
  async function write(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  }
  return {
    passwordFile: await write('password', `${PASSWORD}\n`),
    keyFile: await write('key.pem', privateKey),
    write,
    erase: (name) => rm(join(folder, name)),
    remove: () => rm(folder, { recursive: true }),
  };
}
