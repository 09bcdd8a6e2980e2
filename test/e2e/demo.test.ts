import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lt-demo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('DEMO_EXIT=1 lien-thong demo', () => {
  it('sends nine weeks of records, and everything arrives once at both receivers', async () => {
    const env = { DEMO_EXIT: '1', LOG_LEVEL: 'silent', PORT: '0', ADMIN_PORT: '0', TMPDIR: folder };
    const { code, stdout, stderr } = await runCli(['demo'], { cwd: folder, env });
    expect(stderr).toBe('');
    const accepted = /records +(\d+) accepted, (\d+) quarantined, (\d+) refused/.exec(stdout);
    expect(Number(accepted?.[1])).toBeGreaterThan(500);
    expect(Number(accepted?.[2])).toBeGreaterThan(0);
    expect(Number(accepted?.[3])).toBeGreaterThan(0);
    for (const receiver of ['province', 'nation']) {
      const line = new RegExp(`${receiver} +delivered ${accepted?.[1]}, lost 0, doubled 0, phantom 0, reordered 0`);
      expect(stdout).toMatch(line);
    }
    expect(stdout).toMatch(/lien-thong send examples\/claim\.xml --url http:\S+ --facility 99001 --key \S+\.jwk\.json/);
    expect(code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  }, 240_000);
});
