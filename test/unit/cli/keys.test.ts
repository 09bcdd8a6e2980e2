import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { toPublicKey } from '../../../src/authenticate/keys.ts';
import { createFolder, runCli } from '../../support/run-cli.ts';

describe('keys generate', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  beforeEach(async () => {
    folder = await createFolder();
  });
  afterEach(() => folder.remove());

  const generate = (...more: string[]) =>
    runCli(['keys', 'generate', '--out', 'new/keys', ...more], { cwd: folder.path });
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(join(folder.path, 'new/keys', name), 'utf8'));

  it('writes a private key for its owner only, and the public key set of it', async () => {
    const { code, stdout, stderr } = await generate('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const privateKey = (await read('private-key.jwk.json')) as JWK;
    const kid = await calculateJwkThumbprint(privateKey);
    expect(privateKey).toMatchObject({ kty: 'EC', crv: 'P-384', alg: 'ES384', use: 'sig', kid, d: expect.any(String) });
    expect(await read('public-keys.jwks.json')).toEqual({
      keys: [{ ...toPublicKey(privateKey), alg: 'ES384', use: 'sig' }],
    });
    expect((await stat(join(folder.path, 'new/keys/private-key.jwk.json'))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(stdout)).toEqual({
      kid,
      privateKey: join(folder.path, 'new/keys/private-key.jwk.json'),
      publicJwks: join(folder.path, 'new/keys/public-keys.jwks.json'),
    });
  });

  it.each(['private-key.jwk.json', 'public-keys.jwks.json'])('leaves an existing %s as it is', async (name) => {
    const file = join(folder.path, 'new/keys', name);
    await mkdir(join(folder.path, 'new/keys'), { recursive: true });
    await writeFile(file, 'mine');
    const { code, stderr } = await generate();
    expect(code).toBe(1);
    expect(stderr).toContain(`${name} exists already`);
    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('never prints private material', async () => {
    const { stdout, stderr } = await generate();
    const { d } = (await read('private-key.jwk.json')) as JWK;
    expect(stdout + stderr).not.toContain(d);
  });
});
