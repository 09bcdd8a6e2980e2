import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EpochMs } from '../../types/submission.ts';

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * When the first of the certificates in a PEM file ends; undefined when it holds none that can be read. A file with a private key
 * may hold its certificate beside it.
 */
export async function expiryOfFile(file: string): Promise<EpochMs | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const expiries = [...text.matchAll(PEM_CERTIFICATE)].map(([pem]) => expiryOf(pem)).filter(Number.isFinite);
  return expiries.length === 0 ? undefined : Math.min(...expiries);
}

function expiryOf(pem: string): EpochMs {
  try {
    return Date.parse(new X509Certificate(pem).validTo);
  } catch {
    return Number.NaN;
  }
}
