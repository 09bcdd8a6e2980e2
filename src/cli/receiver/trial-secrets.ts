import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A secret and the file that holds it. */
export interface TrialSecret {
  readonly file: string;
  readonly text: string;
}

/** A password: that of the file, or a new one, which is written to it, readable by its owner only. */
export function trialPassword(folder: string, name: string): TrialSecret {
  return kept(folder, name, randomUUID);
}

/** Passwords by name in one file of JSON, as `passwordsFile` has them; names that are new get one. */
export function trialPasswords(
  folder: string,
  name: string,
  names: readonly string[],
): { readonly file: string; readonly passwords: ReadonlyMap<string, string> } {
  const { file, text } = kept(folder, name, () => '{}');
  const known = new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  for (const each of names) if (!known.has(each)) known.set(each, randomUUID());
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`, { mode: 0o600 });
  return { file, passwords: known };
}

/** An RSA private key as PEM, with its public key. */
export function trialKey(folder: string, name: string): TrialSecret & { readonly publicKey: string } {
  const secret = kept(folder, name, () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
  });
  return { ...secret, publicKey: createPublicKey(secret.text).export({ type: 'spki', format: 'pem' }).toString() };
}

function kept(folder: string, name: string, make: () => string): TrialSecret {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  if (!existsSync(file)) writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  return { file, text: readFileSync(file, 'utf8').trim() };
}
