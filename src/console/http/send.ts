import { gzipSync } from 'node:zlib';
import type { Request, Response } from 'express';
import type { Asset } from '../assets.ts';

/** Everything from this server; no script or style in the markup; in nobody's frame. */
const POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/** `same-origin`: with `no-referrer` browsers would not say from where a form of ours is sent. */
const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** The pages' files never change under one address. */
const FOREVER = 'private, max-age=31536000, immutable';

/** A page: never kept by the browser, because the next look may show something else. */
export function sendPage(request: Request, response: Response, page: string): void {
  const bytes = Buffer.from(page);
  response.set(HEADERS).type('text/html; charset=utf-8');
  sendCompressed(request, response, bytes, gzipSync(bytes, { level: 4 }));
}

/** A file of the pages, which may be kept for good. */
export function sendAsset(request: Request, response: Response, { type, bytes, gzip }: Asset): void {
  response.set({ ...HEADERS, 'Cache-Control': FOREVER }).type(type);
  sendCompressed(request, response, bytes, gzip);
}

/** A file to be saved. The name is ours: letters, digits, dots and hyphens. */
export function sendFile(response: Response, type: string, name: string, bytes: Buffer): void {
  response.set({ ...HEADERS, 'Content-Disposition': `attachment; filename="${name}"` }).type(type);
  response.end(bytes);
}

function sendCompressed(request: Request, response: Response, bytes: Buffer, gzip: Buffer | null): void {
  response.vary('Accept-Encoding');
  if (gzip === null || request.acceptsEncodings('gzip') === false) response.end(bytes);
  else response.set('Content-Encoding', 'gzip').end(gzip);
}
