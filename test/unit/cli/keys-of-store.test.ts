import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withStore } from '../../../src/cli/open-store.ts';
import { createFolder } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';
import { NOON } from '../../support/store-fixtures.ts';

const DAY_MS = 86_400_000;

describe('keys of the store', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let here: CliHere;
  let now = NOON;
  beforeEach(async () => {
    now = NOON;
    folder = await createFolder();
    here = cliHere(folder.path, { clock: () => now, env: { USER: 'lan' } });
  });
  afterEach(() => folder.remove());

  const add = (...jwks: readonly string[]) =>
    here.run('facility', 'add', '--code', '99001', '--name', 'A', '--kind', 'hospital', ...jwks);
  async function list() {
    const { stdout, code } = await here.run('keys', 'list', '--json');
    expect(code).toBe(0);
    return JSON.parse(stdout) as { facility: string | null; kid: string; since: number | null }[];
  }

  it('are listed with the day on which they came; one that stays keeps it', async () => {
    await here.run('keys', 'generate', '--out', 'first');
    await add('--jwks', join('first', 'public-keys.jwks.json'));
    now += 10 * DAY_MS;
    await add('--jwks', join('first', 'public-keys.jwks.json'));
    const [first] = await list();
    expect(first).toMatchObject({ facility: '99001', since: NOON });
    await here.run('keys', 'generate', '--out', 'second');
    await add('--jwks', join('second', 'public-keys.jwks.json'));
    const [second, ...others] = await list();
    expect(others).toEqual([]);
    expect(second).toMatchObject({ facility: '99001', since: NOON + 10 * DAY_MS });
    expect(second?.kid).not.toBe(first?.kid);
  });

  it('are of unknown age when they were registered before that was kept', async () => {
    await add();
    await withStore(here.io, (store) =>
      store.putKeys('99001', [{ kty: 'EC', crv: 'P-384', kid: 'old', x: 'x', y: 'y' }]),
    );
    expect(await list()).toEqual([{ facility: '99001', kid: 'old', kind: 'P-384', since: null }]);
    const { stdout } = await here.run('keys', 'list');
    expect(stdout).toMatch(/^của ai +kid +loại +từ lúc\n99001 +old +P-384 +không rõ\n$/);
  });

  it("renews the gateway's own, and leaves an entry in the audit log", async () => {
    await add();
    expect(await list()).toEqual([]);
    const { code, stdout } = await here.run('keys', 'renew', '--reason', 'hai năm', '--json');
    expect(code).toBe(0);
    const { kid } = JSON.parse(stdout) as { kid: string };
    expect(await list()).toEqual([{ facility: null, kid, kind: 'P-384', since: NOON }]);
    const entry = (await withStore(here.io, (store) => store.audit(1, 9))).at(-1);
    expect(entry?.entry).toContain('signing-key');
    expect(entry?.entry).not.toContain('"d"');
    expect(await here.run('keys', 'renew')).toMatchObject({ code: 2 });
  });
});
