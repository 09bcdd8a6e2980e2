import { hash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { KeptReport } from '../types/report.ts';
import { UnreadableContentError } from './store-error.ts';

/** A row of the table of reports. */
export type ReportRow = KeptReport & { readonly content: Buffer };

/** The content as it is kept. Throws when it does not have the SHA-256 that it is said to have: a bug of the caller. */
export function packReport(content: string, sha256: string): Buffer {
  if (hash('sha256', content, 'hex') !== sha256) throw new TypeError('a report has another SHA-256 than given');
  return zstdCompressSync(Buffer.from(content));
}

/** A report as it was frozen. Throws UnreadableContentError when its bytes are not those of its SHA-256. */
export function unpackReport({ content, ...kept }: ReportRow): KeptReport & { readonly content: string } {
  const text = decompress(content, kept.month);
  if (hash('sha256', text, 'hex') !== kept.sha256)
    throw new UnreadableContentError(`the report of ${kept.month} is not what was frozen`);
  return { ...kept, content: text };
}

function decompress(content: Buffer, month: string): string {
  try {
    return zstdDecompressSync(content).toString();
  } catch (error) {
    throw new UnreadableContentError(`the report of ${month} is damaged`, { cause: error });
  }
}
