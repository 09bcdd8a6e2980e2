import { createPrivateKey } from 'node:crypto';
import { ConfigError } from './config-error.ts';

const SETTING = 'LT_CONFIG';

/** Reads the text of a file, or throws. */
export type ReadText = (path: string) => string;

/** The text of a secret's file. Refuses (ConfigError) one that cannot be read or is empty. */
export function checkSecret(place: string, path: string, readText: ReadText): string {
  let secret: string;
  try {
    secret = readText(path);
  } catch {
    throw new ConfigError(SETTING, `${place} cannot be read`, 'write the path of a readable file');
  }
  if (secret.trim() === '') throw new ConfigError(SETTING, `${place} names an empty file`, 'put the secret into it');
  return secret;
}

/** Refuses (ConfigError) what is no JSON object of texts. */
export function checkSecrets(place: string, path: string, readText: ReadText): void {
  if (!isObjectOfTexts(parse(checkSecret(place, path, readText)))) {
    throw new ConfigError(SETTING, `${place} is no JSON object of passwords`, 'write { "code": "password" } into it');
  }
}

/** Refuses (ConfigError) what is no RSA private key in PEM without a password. */
export function checkRsaKey(place: string, path: string, readText: ReadText): void {
  if (keyTypeOf(checkSecret(place, path, readText)) !== 'rsa') {
    throw new ConfigError(SETTING, `${place} is no RSA private key`, 'put one as PEM, without a password, into it');
  }
}

function keyTypeOf(pem: string): string | undefined {
  try {
    return createPrivateKey(pem).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isObjectOfTexts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((text) => typeof text === 'string' && text !== '');
}
