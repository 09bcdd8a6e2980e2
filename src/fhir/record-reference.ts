import { createHash } from 'node:crypto';
import type { LeasedDelivery } from '../types/delivery.ts';
import type { FacilityCode } from '../types/submission.ts';
import { isCalendarDay, toLocalDay } from './local-time.ts';

/** What a receiver has to know of a record version to give its own account of a day: no key, no name. */
export interface RecordReference {
  readonly facility: FacilityCode;
  /** Day on which this version was received here, `YYYY-MM-DD`, Asia/Ho_Chi_Minh. */
  readonly day: string;
  /** `recordPath`. */
  readonly path: string;
  /** From 1. */
  readonly version: number;
}

type Referable = Pick<LeasedDelivery, 'facility' | 'recordKey' | 'version' | 'receivedAt'>;

const HEADER = /^([0-9A-Za-z]{5,13}) (\d{4}-\d{2}-\d{2}) ([0-9a-f]{64}) ([1-9]\d{0,8})$/;
const FILE =
  /^(\d{4}-\d{2}-\d{2})\/([0-9A-Za-z]{5,13})\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-([0-9a-f]{64})-v([1-9]\d{0,8})\.[a-z]{1,8}$/;

/**
 * Where a record stands in the trees of docs/reconciliation.md: SHA-256, in hex, of the facility's code, a zero byte and
 * the record's identity inside the facility (`recordIdentity`), both in UTF-8.
 */
export function recordPath(facility: FacilityCode, identity: string): string {
  return createHash('sha256').update(`${facility}\u0000${identity}`).digest('hex');
}

/** The reference of a delivery's record version. */
export function recordReferenceOf({ facility, recordKey, version, receivedAt }: Referable): RecordReference {
  return { facility, day: toLocalDay(receivedAt), path: recordPath(facility, recordKey), version };
}

/** The header that goes with every message to a destination over HTTP that gives its own account. */
export function recordHeader(delivery: Referable): { readonly 'lt-record': string } {
  const { facility, day, path, version } = recordReferenceOf(delivery);
  return { 'lt-record': `${facility} ${day} ${path} ${version}` };
}

/** Reads the header's value; undefined when it is not one. */
export function parseRecordHeader(value: string): RecordReference | undefined {
  const [, facility, day, path, version] = HEADER.exec(value) ?? [];
  return toReference(facility, day, path, version);
}

/**
 * `DAY/FACILITY/ID-PATH-vVERSION.EXTENSION`, below the folder of a destination of kind `file`; the extension in small letters.
 * ID is the record version's own (UUIDv7): sorted by name, versions stand in the order in which they came.
 */
export function recordFileName(delivery: Referable & Pick<LeasedDelivery, 'recordId'>, extension: string): string {
  const { facility, day, path, version } = recordReferenceOf(delivery);
  return `${day}/${facility}/${delivery.recordId}-${path}-v${version}.${extension}`;
}

/** Reads such a name; undefined when it is not one, as the name of a file that is still being written. */
export function parseRecordFileName(name: string): RecordReference | undefined {
  const [, day, facility, path, version] = FILE.exec(name) ?? [];
  return toReference(facility, day, path, version);
}

function toReference(facility = '', day = '', path = '', version = ''): RecordReference | undefined {
  return isCalendarDay(day) ? { facility, day, path, version: Number(version) } : undefined;
}
