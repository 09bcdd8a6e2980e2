/**
 * `npm test`: the whole test tree under UTC, then the files named `*.tz.test.ts` again in two more time zones.
 * The last line says `N passed, N failed`. What did not run counts as failed: nothing may be skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The part of jest's `--json` report that is counted. @source https://jestjs.io/docs/cli#--json */
interface JestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

const RUNS = [
  { zone: 'UTC', files: [] },
  { zone: 'Asia/Ho_Chi_Minh', files: ['--testPathPatterns', '\\.tz\\.test\\.ts$'] },
  { zone: 'America/New_York', files: ['--testPathPatterns', '\\.tz\\.test\\.ts$'] },
];

function runJest(zone: string, files: readonly string[], reportFile: string): Counts {
  console.log(`\n# Tests, TZ=${zone}`);
  spawnSync('npm', ['run', '--silent', 'jest', '--', '--json', `--outputFile=${reportFile}`, ...files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TZ: zone },
    shell: process.platform === 'win32',
  });
  return countReport(reportFile);
}

function countReport(reportFile: string): Counts {
  let report: JestReport;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8')) as JestReport;
  } catch {
    console.error('jest ended without a report');
    return { passed: 0, failed: 1 };
  }
  const notRun = report.numPendingTests + report.numTodoTests;
  if (notRun > 0) console.error(`${notRun} tests were skipped; nothing may be skipped`);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites + notRun;
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

const reports = mkdtempSync(join(tmpdir(), 'lien-thong-tests-'));
const counts = RUNS.map(({ zone, files }, index) => runJest(zone, files, join(reports, `${index}.json`)));
rmSync(reports, { recursive: true });

const passed = counts.reduce((sum, run) => sum + run.passed, 0);
const failed = counts.reduce((sum, run) => sum + run.failed, 0);
process.exitCode = failed === 0 ? 0 : 1;
console.log(`\n${passed} passed, ${failed} failed`);
