import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMPILED_NAME, compileYamlFolder, type YamlSchema } from '../../src/fhir/yaml-folder.ts';
import { TABLE_FOLDERS } from '../../src/map/table-folders.ts';

/** Folders of YAML that programs read compiled, below the root of the project, with how they are read. */
export const COMPILED_FOLDERS = {
  rules: [['profiles/rules', 'core']],
  mappings: [
    ...TABLE_FOLDERS.map((folder) => [`mappings/${folder}`, 'core'] as const),
    ['mappings/codes', 'failsafe'],
    ['mappings/meanings', 'core'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [folder: string, schema: YamlSchema])[]>>;

/** Compiles the folders of a kind, below `root`. */
export function writeCompiled(root: string, kind: keyof typeof COMPILED_FOLDERS): void {
  for (const [folder, schema] of COMPILED_FOLDERS[kind]) {
    const file = join(root, folder, COMPILED_NAME);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, compileYamlFolder(join(root, folder), schema));
  }
}
