import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { recordFileName } from '../../src/fhir/record-reference.ts';
import type { Destination } from '../../src/forward/destination.ts';
import { configuredDestination } from './configured-destination.ts';
import { fhirDelivery } from './fhir-delivery.ts';
import { NOW } from './secret-files.ts';

/** Name of the file of `fhirDelivery`, and its last part. */
export const RECORD_FILE = recordFileName(fhirDelivery(), 'ndjson');
export const LAST_PART = RECORD_FILE.split('/').at(-1) ?? '';
/** The folders that it is in. */
export const FACILITY_DAY = RECORD_FILE.slice(0, -LAST_PART.length - 1);

/** A folder and destinations that write to it. */
export interface FolderSetting {
  readonly folder: () => string;
  destinationAt(settings?: object): Destination;
  /** Paths of all files below the folder, hidden ones too. */
  files(): Promise<readonly string[]>;
}

/** For the tests of a file: a new folder for each test. */
export function useFolder(): FolderSetting {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lt-file-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return {
    folder: () => folder,
    destinationAt: (settings = {}) =>
      configuredDestination({ id: 'warehouse', kind: 'file', folder, timeoutMs: 5_000, ...settings }, () => NOW),
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((one) => !one.isDirectory())
        .map((one) => relative(folder, join(one.parentPath, one.name)))
        .sort();
    },
  };
}
