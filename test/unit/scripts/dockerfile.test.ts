import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isAllowed, readAllowedPaths } from '../../../scripts/dockerfile/build-context.ts';
import { parseDockerfile, parseExecForm, type Stage } from '../../../scripts/dockerfile/parse-dockerfile.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const stages = parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'));
const image = stages.at(-1) as Stage;
const rests = (stage: Stage, name: string): readonly string[] =>
  stage.instructions.filter((instruction) => instruction.name === name).map(({ rest }) => rest);

describe('Dockerfile', () => {
  it('stands on the exact Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const bases = new Set(stages.map(({ base }) => base));
    expect([...bases]).toEqual([`node:${devDependencies.node}-bookworm-slim`]);
  });

  it('installs from the lockfile only, and the image without development dependencies', () => {
    const installs = stages.flatMap((stage) => rests(stage, 'RUN')).filter((command) => command.startsWith('npm'));
    expect(installs.filter((command) => !/^npm (ci |run build$)/.test(command))).toEqual([]);
    const dependencies = stages.find(({ name }) => name === 'dependencies');
    expect(dependencies && rests(dependencies, 'RUN').join()).toContain('--omit=dev');
    expect(image.instructions.filter(({ rest }) => rest.includes('node_modules')).map(({ flags }) => flags)).toEqual([
      { from: 'dependencies' },
    ]);
  });

  it('runs nothing in the last stage, as a user without a name, with one writable place', () => {
    expect(rests(image, 'RUN')).toEqual([]);
    expect(rests(image, 'ADD')).toEqual([]);
    expect(rests(image, 'USER')).toEqual(['10001:10001']);
    const owned = image.instructions.filter(({ flags }) => flags['chown'] !== undefined);
    expect(owned).toEqual([{ name: 'COPY', flags: { from: 'build', chown: '10001:10001' }, rest: '/app/data /data' }]);
    expect(rests(image, 'VOLUME')).toEqual(['/data']);
  });

  it('starts without a shell and asks for its health on the admin port', () => {
    expect(rests(image, 'ENTRYPOINT').map(parseExecForm)).toEqual([['node', 'bin/lien-thong.mjs']]);
    expect(rests(image, 'CMD').map(parseExecForm)).toEqual([['serve']]);
    const [health = ''] = rests(image, 'HEALTHCHECK');
    expect(parseExecForm(health).at(-1)).toMatch(/ADMIN_PORT\}\/livez/);
  });

  it('carries no secret', () => {
    expect(stages.flatMap((stage) => rests(stage, 'ARG'))).toEqual([]);
    expect(rests(image, 'ENV').join()).not.toMatch(/TOKEN|SECRET|PASSWORD|KEY|DATABASE_URL/);
  });

  it('copies only what .dockerignore lets in and what is there', () => {
    const allowed = readAllowedPaths(ROOT);
    const copied = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ name, flags }) => name === 'COPY' && flags['from'] === undefined)
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !isAllowed(path, allowed))).toEqual([]);
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(allowed.filter((path) => !isAllowed(path, copied))).toEqual([]);
  });
});

describe('parseDockerfile', () => {
  it('reads stages, flags and continuation lines', () => {
    const text = 'FROM a:1 AS one\n# note\nRUN x \\\n  # inner\n  && y\nFROM b\nCOPY --from=one --chown=1:2 /p q\n';
    expect(parseDockerfile(text)).toEqual([
      { base: 'a:1', name: 'one', instructions: [{ name: 'RUN', flags: {}, rest: 'x && y' }] },
      { base: 'b', name: null, instructions: [{ name: 'COPY', flags: { from: 'one', chown: '1:2' }, rest: '/p q' }] },
    ]);
  });

  it('refuses what it does not read', () => {
    expect(() => parseDockerfile('RUN x')).toThrow('before the first FROM');
    expect(() => parseDockerfile('FROM a\nRUN <<EOF')).toThrow('here-document');
    expect(() => parseExecForm('npm start')).toThrow();
    expect(() => parseExecForm('{"a":1}')).toThrow('not a list');
  });
});
