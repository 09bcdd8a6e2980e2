import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'undici';
import { expiryOfFile } from '../../../../src/observe/operations/file-certificates.ts';
import { hostOf, watchPeerCertificates } from '../../../../src/observe/operations/peer-certificates.ts';
import { createFolder } from '../../../support/run-cli.ts';
import { selfSignedCertificate } from '../../../support/self-signed-certificate.ts';

/** Of the certificates that the support makes. */
const END = Date.parse('2049-12-31T23:59:59Z');

describe('certificates of destinations', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  beforeEach(async () => {
    folder = await createFolder();
  });
  afterEach(() => folder.remove());

  it('are seen when a connection is made, of the hosts that are watched', async () => {
    const certificate = selfSignedCertificate('localhost');
    const server = createServer(certificate, (_, answer) => answer.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const watched = watchPeerCertificates([url, 'http://127.0.0.1:1']);
    const others = watchPeerCertificates(['https://elsewhere.example']);
    const client = new Client(url, { connect: { ca: certificate.cert } });
    await (await client.request({ path: '/', method: 'GET' })).body.text();
    expect([...watched.expiries()]).toEqual([[hostOf(new URL(url)), END]]);
    expect([...others.expiries()]).toEqual([]);
    await client.destroy();
    server.close();
    watched.close();
    others.close();
  });

  it('are read from a file that holds one beside its key', async () => {
    const { key, cert } = selfSignedCertificate('hub');
    const file = (name: string, text: string) => {
      writeFileSync(join(folder.path, name), text);
      return expiryOfFile(join(folder.path, name));
    };
    expect(await file('both.pem', key + cert)).toBe(END);
    expect(await file('key.pem', key)).toBeUndefined();
    expect(await file('broken.pem', cert.replaceAll(/[A-Za-z]{3}/g, 'AAA'))).toBeUndefined();
    expect(await expiryOfFile(join(folder.path, 'none.pem'))).toBeUndefined();
  });
});
