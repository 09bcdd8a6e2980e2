import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair, toPublicKey } from '../../../src/authenticate/keys.ts';
import { main } from '../../../src/cli/main.ts';
import { openStore } from '../../../src/cli/open-store.ts';
import type { Store } from '../../../src/types/store.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';

const SCOPE_REASON = 'facility add --scope';

describe('facility', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  /** 2026-11-22T08:00:00+07:00 */
  let now = Date.UTC(2026, 10, 22, 1);

  beforeEach(async () => {
    folder = await createFolder();
  });
  afterEach(() => folder.remove());

  const ioOf = (out: string[] = [], err: string[] = []) => ({
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: { DATA_DIR: 'store' },
    cwd: folder.path,
    clock: () => now,
    sleep: async () => {},
    newId: () => 'id',
  });

  async function run(...args: string[]): Promise<CliRun> {
    const [out, err]: [string[], string[]] = [[], []];
    return { code: await main(['facility', ...args], ioOf(out, err)), stdout: out.join(''), stderr: err.join('') };
  }

  async function readStore<T>(read: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(ioOf());
    const value = await read(store);
    await store.close();
    return value;
  }

  const put = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder.path, name), typeof content === 'string' ? content : JSON.stringify(content));

  const hospital = {
    code: '99001',
    name: 'Bệnh viện Mẫu',
    cohort: 'hospital',
    ownership: '',
    level: '',
    commune: 'Xã Bình Sơn',
    openFrom: null,
    openTo: null,
    scope: [{ from: null, value: 'yes', reason: SCOPE_REASON }],
    announced: '2026-10-01',
    statistics: {},
  };
  const basic = ['--code', '99001', '--name', 'Bệnh viện Mẫu', '--kind', 'hospital'];
  const full = [...basic, '--commune', 'Xã Bình Sơn', '--scope', 'yes', '--announced', '2026-10-01'];

  describe('add', () => {
    it('registers a facility with its keys, as a process of its own', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      const options = { cwd: folder.path, env: { DATA_DIR: 'store' } };
      const added = await runCli(['facility', 'add', ...full, '--jwks', 'jwks.json'], options);
      expect(added).toEqual({ code: 0, stdout: '99001 added, 1 keys registered\n', stderr: '' });
      expect(await readStore((store) => store.facility('99001'))).toEqual(hospital);
      expect(await readStore((store) => store.keys('99001'))).toEqual([toPublicKey(publicKey)]);
    });

    it('changes of a known facility what is given, and nothing else', async () => {
      await run('add', ...full);
      const { stdout } = await run('add', '--code', '99001', '--name', 'Tên mới', '--json');
      expect(JSON.parse(stdout)).toEqual({ ...hospital, name: 'Tên mới' });
      expect(await readStore((store) => store.facility('99001'))).toEqual({ ...hospital, name: 'Tên mới' });
    });

    it('keeps the keys of a known facility unless new ones are given, and then replaces them', async () => {
      const [first, second] = await Promise.all([generateKeyPair(), generateKeyPair()]);
      await put('first.json', { keys: [first.publicKey] });
      await put('second.json', { keys: [second.publicKey] });
      await run('add', ...basic, '--jwks', 'first.json');
      await run('add', '--code', '99001', '--announced', '2026-10-01');
      expect(await readStore((store) => store.keys('99001'))).toEqual([toPublicKey(first.publicKey)]);
      await run('add', '--code', '99001', '--jwks', 'second.json');
      expect(await readStore((store) => store.keys('99001'))).toEqual([toPublicKey(second.publicKey)]);
    });

    it('dates a later scope decision and corrects one of the same day', async () => {
      const scopeAfter = async (value: string) => {
        await run('add', ...basic, '--scope', value);
        return (await readStore((store) => store.facility('99001')))?.scope.map(({ from, value }) => [from, value]);
      };
      expect(await scopeAfter('undecided')).toEqual([[null, 'undecided']]);
      expect(await scopeAfter('no')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'no'],
      ]);
      expect(await scopeAfter('yes')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'yes'],
      ]);
      now += 86_400_000;
      expect(await scopeAfter('no')).toEqual([
        [null, 'undecided'],
        ['2026-11-22', 'yes'],
        ['2026-11-23', 'no'],
      ]);
    });

    it.each([
      [['--code', '99001', '--kind', 'hospital'], '--name is required'],
      [['--code', '99001', '--name', 'x'], '--kind is required'],
    ])('needs the name and kind of a new facility: %j', async (args, message) => {
      const { code, stderr } = await run('add', ...args);
      expect(code).toBe(2);
      expect(stderr).toContain(message);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });

    it('registers nothing with a private key in the set', async () => {
      const { privateKey } = await generateKeyPair();
      await put('jwks.json', { keys: [privateKey] });
      const { code, stderr } = await run('add', ...basic, '--jwks', 'jwks.json');
      expect(code).toBe(1);
      expect(stderr).toContain('LT-A041 Key 1 holds private material (d).');
      expect(stderr).not.toContain(privateKey.d);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });
  });

  describe('list', () => {
    it('shows every facility with its number of keys', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      await run('add', ...full, '--jwks', 'jwks.json');
      await run('add', '--code', '8934567890123', '--name', 'Trạm y tế', '--kind', 'other');
      const { code, stdout } = await run('list');
      expect(code).toBe(0);
      expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
        ['code', 'kind', 'keys', 'announced', 'commune', 'name'],
        ['8934567890123', 'other', '0', 'Trạm y tế'],
        ['99001', 'hospital', '1', '2026-10-01', 'Xã Bình Sơn', 'Bệnh viện Mẫu'],
        [''],
      ]);
    });

    it('writes with --json what import takes', async () => {
      await run('add', ...full);
      await put('registry.json', (await run('list', '--json')).stdout);
      await readStore(async (store) => store.putFacility({ ...hospital, cohort: 'other', scope: [] }));
      expect(await run('import', 'registry.json')).toEqual({ code: 0, stdout: '1 facilities imported\n', stderr: '' });
      expect(await readStore((store) => store.facilities())).toEqual([hospital]);
    });
  });

  describe('import', () => {
    it('takes the registry shape; what is left out is unknown', async () => {
      const whole = {
        ...hospital,
        openFrom: '2020-01-01',
        openTo: '2026-12-31',
        scope: [{ from: '2026-01-01', value: 'no', reason: 'không điều trị nội trú' }],
        statistics: { '2026-10': 1234 },
      };
      await put('registry.json', [whole, { code: '99002', name: 'Trạm y tế', cohort: 'other' }]);
      const { code, stdout } = await run('import', 'registry.json', '--json');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '{"imported":2}\n' });
      const unknown = { commune: '', scope: [], announced: null, statistics: {} };
      expect(await readStore((store) => store.facilities())).toEqual([
        whole,
        { ...hospital, code: '99002', name: 'Trạm y tế', cohort: 'other', ...unknown },
      ]);
    });

    it.each([
      ['no array', {}, 'registry.json is not a JSON array of facilities'],
      ['no JSON', '[', 'registry.json is not JSON'],
      ['no object', [hospital, 'x'], 'entry 2: must be object'],
      ['no name', [{ ...hospital, name: undefined }], "entry 1 (99001): must have required property 'name'"],
      ['a wrong code', [hospital, { ...hospital, code: '9900' }], 'entry 2: code must match format "facility-code"'],
      [
        'another kind',
        [{ ...hospital, cohort: 'x' }],
        'entry 1 (99001): cohort must be equal to one of the allowed values: hospital, other',
      ],
      [
        'a day that is none',
        [{ ...hospital, announced: '2026-02-30' }],
        'entry 1 (99001): announced must match format "day"',
      ],
      [
        'a misspelt member',
        [{ ...hospital, anounced: null }],
        'entry 1 (99001): must NOT have additional properties: anounced',
      ],
      [
        'a scope that is none',
        [{ ...hospital, scope: [{ from: null, value: 'maybe' }] }],
        'entry 1 (99001): scope.0.value must be equal',
      ],
      ['a month that is none', [{ ...hospital, statistics: { '2026-13': 1 } }], 'entry 1 (99001): statistics'],
      [
        'a count below nothing',
        [{ ...hospital, statistics: { '2026-10': -1 } }],
        'entry 1 (99001): statistics.2026-10 must be >= 0',
      ],
      ['a code twice', [hospital, { ...hospital, name: 'x' }], 'entry 2 (99001): has the code of entry 1'],
    ])('takes nothing of a registry with %s', async (_, registry, message) => {
      await put('registry.json', registry);
      const { code, stdout, stderr } = await run('import', 'registry.json');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(await readStore((store) => store.facilities())).toEqual([]);
    });

    it('names twenty problems at most', async () => {
      await put(
        'registry.json',
        Array.from({ length: 25 }, () => ({})),
      );
      const { stderr } = await run('import', 'registry.json');
      expect(stderr.split('\n').filter((line) => line.startsWith('  entry'))).toHaveLength(20);
      expect(stderr).toContain('  … and 55 more\n');
    });

    it('leaves the keys of a known facility alone', async () => {
      const { publicKey } = await generateKeyPair();
      await put('jwks.json', { keys: [publicKey] });
      await run('add', ...basic, '--jwks', 'jwks.json');
      await put('registry.json', [hospital]);
      await run('import', 'registry.json');
      expect(await readStore((store) => store.keys('99001'))).toHaveLength(1);
    });
  });
});
