/** `npm run canonical-base -- URL`: the canonical base of the profiles becomes URL. */
import { resolve } from 'node:path';
import { setCanonicalBase } from './profiles/canonical-base.ts';

const [base] = process.argv.slice(2);
if (base === undefined) {
  console.error('usage: npm run canonical-base -- URL');
  process.exitCode = 2;
} else {
  try {
    const changed = setCanonicalBase(resolve(import.meta.dirname, '..', 'profiles'), base);
    console.log(`${changed.length} files in profiles/ now say ${base}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
