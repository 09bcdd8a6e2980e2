/** `node scripts/generate-form-pages.ts`: docs/forms, a page for each national form, from mappings/. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../src/config/paths.ts';
import { renderFormPages } from './forms/form-pages.ts';
import { readPageSources } from './forms/sources.ts';

const folder = join(PATHS.root, 'docs', 'forms');
const pages = renderFormPages(readPageSources(PATHS.mappings, PATHS.identifiers));
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(folder).filter((file) => !pages.has(file))) rmSync(join(folder, name));
for (const [name, text] of pages) writeFileSync(join(folder, name), text);
process.stdout.write(`${folder}: ${pages.size} pages\n`);
