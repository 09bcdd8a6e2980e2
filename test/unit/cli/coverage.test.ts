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

  const write = (name: string, text: string) => writeFile(join(folder.path, name), text);

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
  const compute = (...more: readonly string[]) =>
    run('--registry', 'registry.json', '--facts', 'facts.ndjson', '--as-of', '2026-11-22', ...more);

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

  it('passes over the byte order marks of files from Windows', async () => {
    const plain = await compute('--json');
    await write('registry.json', `\uFEFF${JSON.stringify(registry)}`);
    await write('facts.ndjson', `\uFEFF${facts.map((fact) => JSON.stringify(fact)).join('\r\n')}`);
    expect(await compute('--json')).toEqual(plain);
  });

  it('says how many facts belong to no facility of the registry', async () => {
    await write('registry.json', '[]');
    const { code, stderr } = await compute();
    expect([code, stderr]).toEqual([
      0,
      `${facts.length} facts of facilities that are not in the registry are left out\n`,
    ]);
  });

  const good = JSON.stringify(facts[1]);
  it.each<[string, object | string, string]>([
    ['no JSON', '{"type":', 'not a JSON object of type sign-in or record'],
    ['no object', '[]', 'not a JSON object of type sign-in or record'],
    ['an unknown type', { type: 'visit' }, 'not a JSON object of type sign-in or record'],
    ['a missing field', { ...JSON.parse(good), encounter: undefined }, "must have required property 'encounter'"],
    [
      'an unknown outcome',
      { ...JSON.parse(good), outcome: 'ok' },
      'outcome must be equal to one of the allowed values: accepted, quarantined, refused',
    ],
    ['an instant without offset', { ...JSON.parse(good), at: '2026-11-22T08:00:00' }, 'at must match format "instant"'],
    [
      'a day that does not exist',
      { ...JSON.parse(good), endOfCare: '2026-02-30T08:00:00Z' },
      'endOfCare must match format "instant"',
    ],
    [
      'a level above 3',
      { ...JSON.parse(good), level: 4 },
      'level must be equal to one of the allowed values: 0, 1, 2, 3',
    ],
    ['a section that is no text', { ...JSON.parse(good), due: ['a', 1] }, 'due.1 must be string'],
  ])('names the line of %s', async (_, line, problem) => {
    await write('facts.ndjson', `${good}\n${typeof line === 'string' ? line : JSON.stringify(line)}\n${good}\n`);
    await expect(compute()).rejects.toEqual(new OperationFailed(`facts.ndjson line 2: ${problem}`));
  });

  it.each<[string, unknown, string]>([
    ['no list', {}, 'registry.json is not a JSON array of facilities'],
    ['a code twice', [facility(), facility()], 'registry.json entry 2: its code stands twice'],
    ['a wrong day', [facility({ openTo: '2026-13-01' })], 'registry.json entry 1: openTo must match format "day"'],
    [
      'an unknown scope',
      [{ ...facility(), scope: [{ value: 'maybe' }] }],
      'registry.json entry 1: scope.0.value must be equal to one of the allowed values: yes, no, undecided',
    ],
    [
      'a number below 0',
      [facility({ statistics: { '2026-10': -1 } })],
      'registry.json entry 1: statistics.2026-10 must be >= 0',
    ],
  ])('names the entry of %s', async (_, content, problem) => {
    await write('registry.json', JSON.stringify(content));
    await expect(compute()).rejects.toEqual(new OperationFailed(problem));
  });

  it('names a file that is not there', async () => {
    await expect(run('--registry', 'registry.json', '--facts', 'none', '--as-of', '2026-11-22')).rejects.toThrow(
      /^none cannot be read: ENOENT/,
    );
  });

  it('refuses wrong usage', async () => {
    await expect(run('--registry', 'r', '--facts', 'f')).rejects.toEqual(new UsageError('--as-of is required'));
    await expect(run('--registry', 'r', '--facts', 'f', '--as-of', '2026-02-30')).rejects.toThrow(UsageError);
    await expect(run('--facts', 'f', '--as-of', '2026-02-20')).rejects.toEqual(
      new UsageError('--registry is required'),
    );
  });
});
