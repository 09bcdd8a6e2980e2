import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './source-files.ts';

const read = (...path: readonly string[]) => readFileSync(join(ROOT, 'test', 'cases', ...path), 'utf8');
const HEALTH_CHECK = read('national-forms', 'synthetic-ksk-adult-nested.xml');
const HEALTH_BOOK = read('map', 'health-book', 'record.xml');

/** A health check (KHAMSUCKHOE) of the n-th person as a sender writes it. */
export function healthCheckFile(n: number, note = 'Tốt'): string {
  const person = String(n).padStart(12, '0');
  return HEALTH_CHECK.replaceAll('TEST0000000001', `LK${n}`)
    .replaceAll('000000000001', person)
    .replace('Số 0 Đường Thử Nghiệm', `Số ${n} Đường Thử Nghiệm, ${note}`);
}

/** A health book (QĐ 831) of the n-th person as a sender writes it. */
export function healthBookFile(n: number, note = 'Mổ ruột thừa năm 2010'): string {
  const person = String(n).padStart(12, '0');
  return HEALTH_BOOK.replaceAll('000000000001', person)
    .replace('YC-THU-0001', `YC-${n}`)
    .replace('Mổ ruột thừa năm 2010', note);
}
