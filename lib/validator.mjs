// `import … from 'lien-thong/validator'`: the build where the package is installed (Node strips no types inside
// node_modules), the sources as they are in a working copy, whatever an earlier build left.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  throw new Error(`lien-thong needs Node 22.19 or newer; this is Node ${process.versions.node}`);
}

const isWorkingCopy = existsSync(new URL('../src/validate/validator.ts', import.meta.url));
const load = (name) =>
  import(new URL(isWorkingCopy ? `../src/validate/${name}.ts` : `../dist/validate/${name}.js`, import.meta.url).href);

export const { createValidator } = await load('validator');
export const { PackageError } = await load('definitions/package-error');
export const { FhirPathError, FhirPathSyntaxError } = await load('fhirpath/fhirpath-error');
export const { TerminologyServerFault } = await load('terminology/server/terminology-server');
