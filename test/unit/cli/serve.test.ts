import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFolder, runCli } from '../../support/run-cli.ts';

describe('serve', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let other: Server;
  beforeEach(async () => {
    folder = await createFolder();
    other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
  });
  afterEach(async () => {
    other.close();
    await folder.remove();
  });

  it.each(['PORT', 'ADMIN_PORT'])('says in one line that the address of %s is taken, and ends with 1', async (name) => {
    const { port } = other.address() as AddressInfo;
    const env = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: folder.path, LOG_LEVEL: 'silent', [name]: String(port) };
    const { code, stdout, stderr } = await runCli(['serve'], { cwd: folder.path, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `lien-thong: ${name}: 127.0.0.1:${port} is taken by another program; end that program or set another port\n`,
    );
  });
});
