/** `npm run prove:round-trip [-- RECORDS]`: the round trip of every form, with 10,000 generated records each instead of the tests' few. */
import { spawnSync } from 'node:child_process';

const [records = '10000'] = process.argv.slice(2);
const { status } = spawnSync('npm', ['run', '--silent', 'jest', '--', 'test/property/form-round-trip.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, ROUND_TRIP_RECORDS: records },
  shell: process.platform === 'win32',
});
process.exitCode = status ?? 1;
