/**
 * `node scripts/generate-profiles.ts`: CodeSystems and ValueSets of mappings/codes, the extensions of the form tables,
 * the package's ImplementationGuide and its index, into profiles/. The other profiles there are written by hand.
 */
import { resolve } from 'node:path';
import { generateProfiles } from './profiles/generate.ts';

const root = resolve(import.meta.dirname, '..');
const [target = resolve(root, 'profiles')] = process.argv.slice(2);
console.log(`${generateProfiles(target, resolve(root, 'mappings'))} definitions in ${target}`);
