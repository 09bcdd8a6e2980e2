import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Where the compiled content of a folder stands in it. */
export const COMPILED_NAME = 'generated/yaml.json';

/** What the words without quotes are: numbers, truth and text as they look (`core`), or text all of them (`failsafe`). */
export type YamlSchema = 'core' | 'failsafe';

/** A file of a folder, compiled. */
interface CompiledFile {
  /** Digest of the file that it was made of, and of how that was read. */
  readonly digest: string;
  readonly content: unknown;
}

/**
 * Content of every `*.yaml` of a folder and of the folders in it, by path below it, with `/`, in the order of paths.
 * Reading YAML would take longer than all else at a start, so what a script has compiled (`compileYamlFolder`) is taken for
 * each file that is byte for byte what it was compiled from; a file that somebody edited is read as it stands.
 * Refuses (throws) what is not YAML, and compiled content that is not JSON.
 */
export function readYamlFolder(folder: string, schema: YamlSchema = 'core'): ReadonlyMap<string, unknown> {
  const compiled = readCompiled(join(folder, COMPILED_NAME));
  return new Map(
    readYamlFiles(folder).map(([path, bytes]) => {
      const known = compiled[path];
      return [path, known?.digest === digestOf(bytes, schema) ? known.content : parseYaml(bytes, schema)];
    }),
  );
}

/** What `generated/yaml.json` of a folder has to say. The items of a list stand on lines of their own, for reading changes. */
export function compileYamlFolder(folder: string, schema: YamlSchema = 'core'): string {
  const files = readYamlFiles(folder).map(([path, bytes]) => {
    const content = parseYaml(bytes, schema);
    const json = Array.isArray(content)
      ? `[\n${content.map((item) => JSON.stringify(item)).join(',\n')}\n]`
      : JSON.stringify(content);
    return `${JSON.stringify(path)}: {"digest": "${digestOf(bytes, schema)}", "content": ${json}}`;
  });
  return `{\n${files.join(',\n')}\n}\n`;
}

function readYamlFiles(folder: string): (readonly [path: string, bytes: Buffer])[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
  const yaml = paths.filter((path) => path.endsWith('.yaml')).sort();
  return yaml.map((path) => [path, readFileSync(join(folder, path))] as const);
}

function readCompiled(file: string): Readonly<Record<string, CompiledFile>> {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, CompiledFile>) : {};
}

function digestOf(bytes: Buffer, schema: YamlSchema): string {
  return `${schema}-${hash('sha256', bytes)}`;
}

/** The reader is loaded for a file that needs it: that alone takes longer than reading what is compiled. */
function parseYaml(bytes: Buffer, schema: YamlSchema): unknown {
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml');
  return parse(bytes.toString('utf8'), { schema });
}
