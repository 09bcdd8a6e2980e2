import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { coverage } from '../../../src/cli/coverage.ts';
import { OperationFailed, UsageError } from '../../../src/cli/failures.ts';
import { createProcessIo } from '../../../src/cli/process-io.ts';
import { computeCoverage } from '../../../src/measure/compute-coverage.ts';
import { atWork, facility } from '../../support/coverage-facts.ts';
import { createFolder } from '../../support/run-cli.ts';

const registry = [facility({ announced: '2026-01-01' }), facility({ code: '99002', scope: [] })];
const facts = atWork('2026-09-01', '2026-11-22');

describe('coverage', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  beforeEach(async () => {
    folder = await createFolder();
    await write('registry.json', JSON.stringify(registry));
    await write('facts.ndjson', `${facts.map((fact) => JSON.stringify(fact)).join('\n')}\n`);
  });
  afterEach(() => folder.remove());

  const write = (name: string, text: string | Buffer) => writeFile(join(folder.path, name), text);

  async function run(...args: readonly string[]) {
    const written = { stdout: '', stderr: '' };
    const code = await coverage.run(args, {
      ...createProcessIo(process),
      cwd: folder.path,
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
    });
    return { code, ...written };
  }
  const compute = (...more: readonly string[]) => {
    const language = more.includes('--lang') ? [] : ['--lang', 'en'];
    return run('--registry', 'registry.json', '--facts', 'facts.ndjson', '--as-of', '2026-11-22', ...language, ...more);
  };

  it('prints the report of the same computation', async () => {
    const { code, stdout, stderr } = await compute('--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`${JSON.stringify(computeCoverage({ registry, facts, asOf: '2026-11-22' }))}\n`);
  });

  it('prints tables for people', async () => {
    const { code, stdout } = await compute();
    const cells = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(code).toBe(0);
    expect(stdout.startsWith('Coverage as of 2026-11-22\n')).toBe(true);
    expect(cells).toContainEqual([
      '99001',
      'proven',
      'yes',
      'yes',
      '30',
      '30',
      ...Array(4).fill('100.0%'),
      '0.0%',
      '100.0%',
    ]);
    expect(cells.find(([name]) => name === 'province')?.slice(0, 7)).toEqual([
      'province',
      '2',
      '1',
      '1',
      '1',
      '100.0%',
      '50.0%',
    ]);
    expect(cells.find(([name]) => name === '99002')).toEqual(['99002', 'registered', '-', '0', ...Array(6).fill('-')]);
  });

  it('takes what is left out as unknown, Windows line ends and blank lines as nothing', async () => {
    await write('registry.json', '[{"code":"X","cohort":"other","scope":[{"value":"yes"}]}]');
    const record = { type: 'record', facility: 'X', encounter: 'A', at: '2026-11-20T08:00:00.5Z', outcome: 'accepted' };
    await write('facts.ndjson', `\r\n${JSON.stringify({ ...record, source: 'claim', level: 0 })}\r\n\r\n`);
    const { province, facilities } = JSON.parse((await compute('--json')).stdout);
    expect([province.inScope, facilities[0]]).toMatchObject([1, { code: 'X', acceptance: 1, expected: null }]);
  });

  it('takes a record for quarantined until it is released', async () => {
    const released = { ...facts.at(-2), outcome: 'accepted', releasedAt: '2026-11-24T08:00:00+07:00' };
    await write('facts.ndjson', JSON.stringify(released));
    expect(JSON.parse((await compute('--json')).stdout).facilities[0]).toMatchObject({ emr: 0, acceptance: 0 });
  });

  it('passes over the byte order marks of files from Windows', async () => {
    const plain = await compute('--json');
    await write('registry.json', `\uFEFF${JSON.stringify(registry)}`);
    await write('facts.ndjson', `\uFEFF${facts.map((fact) => JSON.stringify(fact)).join('\r\n')}`);
    expect(await compute('--json')).toEqual(plain);
  });

  it('tells in Vietnamese when it is not asked for another language; the JSON is the same', async () => {
    const { stdout } = await run('--registry', 'registry.json', '--facts', 'facts.ndjson', '--as-of', '2026-11-22');
    expect(stdout).toBe((await compute('--lang', 'vi')).stdout);
    expect(stdout.startsWith('Độ bao phủ tính đến hết ngày 22/11/2026\n')).toBe(true);
    expect(stdout).toMatch(/^99001 {2}đã kiểm chứng +có +có +30 +30 +100,0%/m);
    expect((await compute('--json', '--lang', 'vi')).stdout).toBe((await compute('--json')).stdout);
    await expect(compute('--lang', 'fr')).rejects.toEqual(new UsageError('--lang must be one of vi, en'));
  });

  it('marks a volume over 1 in the table, never in the JSON', async () => {
    const statistics = { '2026-10': 15, '2026-11': 14 };
    await write('registry.json', JSON.stringify([facility({ statistics })]));
    const emrOnly = facts.filter((fact) => fact.type === 'record' && fact.source === 'emr');
    await write('facts.ndjson', emrOnly.map((fact) => JSON.stringify(fact)).join('\n'));
    const { stdout } = await compute();
    expect(stdout).toMatch(/^99001 .* \d{3}\.\d% \* {2}100\.0%/m);
    expect(stdout).toMatch(/\n\n\* over the expected: .*\n$/);
    expect((await compute('--lang', 'vi')).stdout).toMatch(/\n\n\* vượt số dự kiến: .*\n$/);
    expect(Object.keys(JSON.parse((await compute('--json')).stdout).facilities[0])).toHaveLength(12);
  });

  it('counts a section once, however often a record names it', async () => {
    const twice = { ...facts.at(-2), due: ['a', 'a', 'b'], present: ['a', 'a'] };
    await write('facts.ndjson', JSON.stringify(twice));
    expect(JSON.parse((await compute('--json')).stdout).facilities[0]).toMatchObject({ completeness: 0.5 });
  });

  it('says how many facts belong to facilities that are not in the registry, and which', async () => {
    await write('registry.json', '[]');
    expect(await compute()).toMatchObject({
      code: 0,
      stderr: `${facts.length} facts of a facility that is not in the registry are left out: 99001\n`,
    });
    await write('facts.ndjson', JSON.stringify(facts[0]));
    expect((await compute()).stderr).toBe('1 fact of a facility that is not in the registry is left out: 99001\n');
    const many = [1, 2, 3, 4, 5, 6, 1].map((facility) => JSON.stringify({ ...facts[0], facility: `X${facility}` }));
    await write('facts.ndjson', many.join('\n'));
    expect((await compute()).stderr).toBe(
      '7 facts of 6 facilities that are not in the registry are left out: X1, X2, X3, X4, X5, …\n',
    );
    expect((await compute('--lang', 'vi')).stderr).toBe(
      'bỏ qua 7 dữ kiện của 6 cơ sở không có trong danh mục: X1, X2, X3, X4, X5, …\n',
    );
  });

  it('warns of fields that nobody reads, once a name, and of a facility that closes before it opens', async () => {
    const plain = await compute('--json');
    const odd = registry.map((one, place) => ({
      ...one,
      gln: '8930000000000',
      ...(place === 0 ? { scope: one.scope.map((decision) => ({ ...decision, form: null })) } : {}),
    }));
    await write('registry.json', JSON.stringify(odd));
    await write(
      'facts.ndjson',
      facts
        .map((fact) => JSON.stringify({ ...fact, ...(fact.type === 'record' ? { end_of_care: 1, zzz: 1 } : {}) }))
        .join('\n'),
    );
    const { stdout, stderr } = await compute('--json');
    const records = facts.filter(({ type }) => type === 'record').length;
    expect(stdout).toBe(plain.stdout);
    expect(stderr.split('\n')).toEqual([
      'warning: registry.json: the field "scope.form" is unknown (once) and passed over; did you mean "from"?',
      `warning: facts.ndjson: the field "end_of_care" is unknown (${records} times) and passed over; did you mean "endOfCare"?`,
      `warning: facts.ndjson: the field "zzz" is unknown (${records} times) and passed over`,
      '',
    ]);
    await write('registry.json', JSON.stringify([facility({ openFrom: '2026-05-01', openTo: '2026-04-30' })]));
    expect(await compute('--lang', 'vi')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('registry.json mục 1: cảnh báo: cơ sở 99001 có openTo trước openFrom'),
    });
  });

  it('warns of a few names only, however many there are', async () => {
    const odd = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`a-field-of-mine-${index}`, 1]));
    await write('facts.ndjson', JSON.stringify({ ...facts[0], ...odd }));
    const lines = (await compute()).stderr.trim().split('\n');
    expect([lines.length, lines.at(-1)]).toEqual([21, 'warning: facts.ndjson: 30 further unknown field names']);
  });

  const good = JSON.stringify(facts[1]);
  const instant = 'must be an instant with its offset, for example "2026-11-22T08:00:00+07:00"';
  it.each<[string, object | string | Buffer, string]>([
    ['no JSON', '{"type":', 'is not well-formed JSON; mend the file or export it again'],
    ['no UTF-8', Buffer.from([0x7b, 0xe9, 0x7d]), 'is not UTF-8; save the file with the encoding UTF-8'],
    ['no object', '[]', 'is not a JSON object of type sign-in or record; see docs/coverage.md'],
    ['an unknown type', { type: 'visit' }, 'is not a JSON object of type sign-in or record; see docs/coverage.md'],
    [
      'a missing field',
      { ...JSON.parse(good), encounter: undefined },
      'encounter is missing; it must be an encounter (MA_LK) as text, for example "LK1"',
    ],
    [
      'an unknown outcome',
      { ...JSON.parse(good), outcome: 'ok' },
      'outcome must be "accepted", "quarantined" or "refused"',
    ],
    ['an instant without offset', { ...JSON.parse(good), at: '2026-11-22T08:00:00' }, `at ${instant}`],
    [
      'a day that does not exist',
      { ...JSON.parse(good), endOfCare: '2026-02-30T08:00:00Z' },
      `endOfCare ${instant}, or null`,
    ],
    ['a level above 3', { ...JSON.parse(good), level: 4 }, 'level must be 0, 1, 2 or 3'],
    ['an instant of release that is none', { ...JSON.parse(good), releasedAt: null }, `releasedAt ${instant}`],
    [
      'a section that is no text',
      { ...JSON.parse(good), due: ['a', 1] },
      'due.1 must be the name of a section as text, for example "administrative"',
    ],
    [
      'a refused record that was released',
      { ...JSON.parse(good), outcome: 'refused', releasedAt: '2026-11-22T08:00:00Z' },
      'releasedAt stands beside the outcome "refused": a refused record is never released; take releasedAt away, or write the outcome accepted if it was released from quarantine',
    ],
    [
      'a record that was released before it came',
      { ...JSON.parse(good), at: '2026-11-22T08:00:00+07:00', releasedAt: '2026-11-22T00:59:59Z' },
      'releasedAt is before at: a record cannot be released before it was received; mend one of the two instants',
    ],
  ])('names the line of %s', async (_, line, problem) => {
    const bytes = Buffer.isBuffer(line) ? line : Buffer.from(typeof line === 'string' ? line : JSON.stringify(line));
    await write('facts.ndjson', Buffer.concat([Buffer.from(`${good}\n`), bytes, Buffer.from(`\n${good}\n`)]));
    await expect(compute()).rejects.toEqual(new OperationFailed(`facts.ndjson line 2: ${problem}`));
    await expect(compute('--lang', 'vi')).rejects.toThrow(/^facts\.ndjson dòng 2: /);
  });

  it('takes a released record in the instant of its receipt, and a quarantined one that was released', async () => {
    const at = '2026-11-22T08:00:00+07:00';
    for (const outcome of ['accepted', 'quarantined']) {
      await write('facts.ndjson', JSON.stringify({ ...JSON.parse(good), at, outcome, releasedAt: at }));
      expect(JSON.parse((await compute('--json')).stdout).facilities[0]).toMatchObject({ acceptance: 1 });
    }
  });

  it('reads a line that is longer than what is read at once, and text of every language in it', async () => {
    const long = { ...JSON.parse(good), present: [...JSON.parse(good).present, 'mục \u2028 bệnh án '.repeat(20_000)] };
    await write('facts.ndjson', `${good}\n${JSON.stringify(long)}\n`);
    expect((await compute()).code).toBe(0);
  });

  it.each<[string, unknown, string]>([
    ['no list', {}, ' is not a JSON array of facilities: [{"code":"99001","cohort":"hospital"}]'],
    ['no object', [1], ' entry 1: the entry must be a JSON object: {"code":"99001","cohort":"hospital"}'],
    [
      'a code twice',
      [facility(), facility({ code: 'X' }), facility()],
      ' entry 3: the code 99001 stands in entry 1 already; a facility has one entry: join the two or take one away',
    ],
    [
      'a wrong day',
      [facility({ openTo: '2026-13-01' })],
      ' entry 1: openTo must be a day of the calendar YYYY-MM-DD, for example "2026-11-22", or null',
    ],
    [
      'an unknown scope',
      [{ ...facility(), scope: [{ value: 'maybe' }] }],
      ' entry 1: scope.0.value must be "yes", "no" or "undecided"',
    ],
    [
      'a number below 0',
      [facility({ statistics: { '2026-10': -1 } })],
      ' entry 1: statistics.2026-10 must be a number from 0 on, for example 1234',
    ],
    ...['2026-13', '10/2026', '2026-1', '2026'].map((key): [string, unknown, string] => [
      `statistics of ${key}`,
      [facility({ statistics: { '2026-10': 1, [key]: 2 } })],
      ` entry 1: statistics has the key "${key}", which is no month YYYY-MM, for example "2026-10"`,
    ]),
  ])('names the entry of %s', async (_, content, problem) => {
    await write('registry.json', JSON.stringify(content));
    await expect(compute()).rejects.toEqual(new OperationFailed(`registry.json${problem}`));
    await expect(compute('--lang', 'vi')).rejects.not.toEqual(new OperationFailed(`registry.json${problem}`));
  });

  it('names the place where the registry is no JSON, or no UTF-8', async () => {
    await write('registry.json', '\uFEFF[\r\n  {"code": "Bệnh viện",\r\n   "cohort" "hospital"}\r\n]');
    await expect(compute()).rejects.toEqual(
      new OperationFailed(
        'registry.json is not well-formed JSON: wrong from line 3, column 13 on; mend the file or export it again',
      ),
    );
    await write('registry.json', '');
    await expect(compute()).rejects.toThrow('registry.json is not well-formed JSON: wrong from line 1, column 1 on');
    await write('registry.json', Buffer.from('[\n{"code":"\xe9"}]', 'latin1'));
    await expect(compute()).rejects.toThrow('registry.json line 2: is not UTF-8; save the file');
  });

  it('names a file that is not there', async () => {
    await expect(
      run('--registry', 'registry.json', '--facts', 'none', '--as-of', '2026-11-22', '--lang', 'en'),
    ).rejects.toThrow(/^none cannot be read: ENOENT/);
  });

  it('refuses wrong usage', async () => {
    await expect(run('--registry', 'r', '--facts', 'f')).rejects.toEqual(new UsageError('--as-of is required'));
    await expect(run('--registry', 'r', '--facts', 'f', '--as-of', '2026-02-30')).rejects.toThrow(UsageError);
    await expect(run('--facts', 'f', '--as-of', '2026-02-20')).rejects.toEqual(
      new UsageError('--registry is required'),
    );
  });
});
