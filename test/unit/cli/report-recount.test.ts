import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { withStore } from '../../../src/cli/open-store.ts';
import { databaseFile } from '../../../src/store/sqlite/connection.ts';
import { FREEZING, fillYear } from '../../support/reported-year.ts';
import { createFolder } from '../../support/run-cli.ts';
import { type CliHere, cliHere } from '../../support/run-here.ts';

let folder: Awaited<ReturnType<typeof createFolder>>;
let here: CliHere;

beforeAll(async () => {
  folder = await createFolder();
  here = cliHere(folder.path, { clock: () => FREEZING, env: { USER: 'lan', DATA_DIR: join(folder.path, 'data') } });
  await withStore(here.io, (store) => fillYear(store, ['99002', '99005', '99011']));
  const { code } = await here.run('report', '--month', '2026-11', '--revise', '--reason', 'lần đầu');
  expect(code).toBe(0);
}, 60_000);
afterAll(() => folder.remove());

/** Changes the store behind the back of everybody; what is kept of closed days stays. */
function change(sql: string): void {
  const db = new Database(databaseFile(join(folder.path, 'data')));
  db.pragma('foreign_keys = OFF');
  db.exec(sql);
  db.close();
}

const recompute = () => here.run('report', '--month', '2026-11', '--recompute', '--lang', 'en', '--json');

describe('report --recompute', () => {
  it('counts every day again from the stored facts, and tells how far it is', async () => {
    const { code, stdout, stderr } = await recompute();
    expect([code, JSON.parse(stdout).first]).toEqual([0, null]);
    expect(stderr.split('\n')).toContain('counting 2026-11 from the stored facts');
  });

  it('goes by the facts alone, whatever is kept of the days', async () => {
    change(`UPDATE coverage_figures SET content = '{}'; DELETE FROM coverage_tally; DELETE FROM programme_change`);
    expect((await recompute()).code).toBe(0);
  });

  it('names the first difference when a fact was changed or those of a facility were deleted', async () => {
    change(`UPDATE record SET level = 0 WHERE sequence IN (SELECT sequence FROM record WHERE facility = '99011' AND level = 1
      AND end_of_care BETWEEN unixepoch('2026-11-10') * 1000 AND unixepoch('2026-11-20') * 1000 LIMIT 1)`);
    const changed = await recompute();
    expect([changed.code, JSON.parse(changed.stdout).first.path[0]]).toEqual([1, 'facilities']);
    change(`DELETE FROM record WHERE facility = '99011'`);
    const { code, stdout } = await recompute();
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { same: false, first: { path: expect.any(Array) } }]);
  });
});
