import type { JWK } from 'jose';
import { signingAlgorithmOf } from '../authenticate/signing-algorithm.ts';
import type { CliIo } from './command.ts';
import { OperationFailed } from './failures.ts';
import { isJsonObject, readJsonFile } from './read-json-file.ts';

/** Reads the private signing key of a facility: a JWK (ES384 or RS384) with its `d` and the `kid` it is registered by. */
export async function readPrivateKey(file: string, io: Pick<CliIo, 'cwd'>): Promise<JWK> {
  const key = await readJsonFile(file, io);
  if (!isJsonObject(key) || signingAlgorithmOf(key as JWK) === undefined) {
    throw new OperationFailed(`${file} is not a JWK for ES384 (EC, P-384) or RS384 (RSA)`);
  }
  if (typeof key['d'] !== 'string') throw new OperationFailed(`${file} holds no private key`);
  if (typeof key['kid'] !== 'string') throw new OperationFailed(`${file} has no kid`);
  return key as JWK;
}
