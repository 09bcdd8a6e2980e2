/**
 * `node scripts/generate-profiles.ts`: CodeSystems and ValueSets of mappings/codes, the extensions of the form tables,
 * the package's ImplementationGuide and its index, into profiles/. The other profiles there are written by hand. What
 * programs read of mappings/ is compiled first.
 */
import { resolve } from 'node:path';
import { generateProfiles } from './profiles/generate.ts';
import { writeCompiled } from './yaml/write-compiled.ts';

const root = resolve(import.meta.dirname, '..');
writeCompiled(root, 'mappings');
const [target = resolve(root, 'profiles')] = process.argv.slice(2);
console.log(`${generateProfiles(target, resolve(root, 'mappings'))} definitions in ${target}`);
