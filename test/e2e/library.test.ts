import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFolder } from '../support/run-cli.ts';
import { ROOT } from '../support/source-files.ts';

/** What a clone has and the library, its build and its package need. */
const CLONED = [
  'bin',
  'lib',
  'mappings',
  'package.json',
  'profiles',
  'scripts',
  'src',
  'tsconfig.build.json',
  'tsconfig.json',
];

const USE = `
  import { createValidator, FhirPathError, PackageError } from 'lien-thong/validator';
  const validator = await createValidator();
  const { issue } = validator.validate('{"resourceType":"Patient",\\n"birthDate":"2026-02-30"}');
  const given = validator.evaluateFhirPath('name.given', { resourceType: 'Patient', name: [{ given: ['Lan'] }] });
  const fault = await createValidator({ packages: ['none.tgz'] }).catch((error) => error instanceof PackageError);
  console.log(JSON.stringify([issue.map(({ diagnostics, expression }) => [diagnostics, ...expression]), given, fault, FhirPathError.name]));`;
const USED = [[['line 2, column 13', 'Patient.birthDate']], ['Lan'], true, 'FhirPathError'];

/** With types that a strict compiler reads to the end, libraries too. */
const TYPED_USE = `
  import { createValidator, type OperationOutcome, PackageError, type Validator } from 'lien-thong/validator';
  const validator: Validator = await createValidator({ packages: ['a.tgz'], strictness: { unknownExtension: 'warning' } });
  const outcome: OperationOutcome = validator.validate({}, { profiles: ['urn:a'], resources: [{ resourceType: 'ValueSet' }] });
  export const errors = outcome.issue.filter(({ severity }) => severity === 'error').length;
  export const rule = (error: unknown) => (error instanceof PackageError ? error.finding.rule : undefined);`;

let folder: Awaited<ReturnType<typeof createFolder>>;
let clone: string;
let consumer: string;
beforeAll(async () => {
  folder = await createFolder();
  clone = join(folder.path, 'clone');
  consumer = join(folder.path, 'consumer');
  for (const path of CLONED) cpSync(join(ROOT, path), join(clone, path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  writeFileSync(join(clone, 'use.mjs'), USE);
});
afterAll(() => folder.remove());

/** Runs a program to its end; rejects with what it wrote when it fails. */
async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${code}\n${stdout}${stderr}`);
  return stdout;
}

const use = async (cwd: string): Promise<unknown> => JSON.parse(await run(process.execPath, ['use.mjs'], cwd));

describe("import from 'lien-thong/validator'", () => {
  it('works in a working copy that was never built', async () => {
    expect(existsSync(join(clone, 'dist'))).toBe(false);
    expect(await use(clone)).toEqual(USED);
  });

  it('works from the package that npm makes, installed into an empty folder', async () => {
    await run('npm', ['pack', '--silent', '--pack-destination', folder.path], clone);
    const { dependencies, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    // What the package needs is here already, so that nothing has to be fetched.
    const here = Object.fromEntries(
      Object.keys(dependencies).map((name) => [name, `file:${join(ROOT, 'node_modules', name)}`]),
    );
    mkdirSync(consumer);
    writeFileSync(
      join(consumer, 'package.json'),
      JSON.stringify({ private: true, type: 'module', dependencies: here }),
    );
    writeFileSync(join(consumer, 'use.mjs'), USE);
    const archive = join(folder.path, `lien-thong-${version}.tgz`);
    await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', archive], consumer);
    const installed = join(consumer, 'node_modules', 'lien-thong');
    expect([existsSync(join(installed, 'dist')), existsSync(join(installed, 'src'))]).toEqual([true, false]);
    expect(await use(consumer)).toEqual(USED);
    expect(
      await run(process.execPath, ['node_modules/lien-thong/bin/lien-thong.mjs', '--version'], consumer),
    ).toContain(version);
  }, 120_000);

  it('is typed for whoever installs it', async () => {
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
    };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['use.ts'] }));
    writeFileSync(join(consumer, 'use.ts'), TYPED_USE);
    const compile = () =>
      run(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], consumer);
    await compile();
    writeFileSync(join(consumer, 'use.ts'), TYPED_USE.replace('packages:', 'package:'));
    await expect(compile()).rejects.toThrow("'package' does not exist");
  });

  it.each(['22.18.0', '20.20.2'])('says on Node %s what it needs', async (version) => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
      import('lien-thong/validator').catch(({ message }) => console.log(message));`;
    expect(await run(process.execPath, ['-e', old], clone)).toBe(
      `lien-thong needs Node 22.19 or newer; this is Node ${version}\n`,
    );
  });

  it('works in a working copy that was built', async () => {
    expect(existsSync(join(clone, 'dist'))).toBe(true);
    expect(await use(clone)).toEqual(USED);
  });
});
