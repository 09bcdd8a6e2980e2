import { hash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { parseRecordFileName } from '../../../fhir/record-reference.ts';
import type { EpochMs } from '../../../types/submission.ts';
import type { Effect } from '../../effect.ts';
import { createRepository } from '../repository.ts';
import { type CheckedEntry, checkTransaction } from '../transaction-check.ts';
import { readXmlTexts } from '../xml-texts.ts';

/**
 * Reads what a destination of kind `file` wrote below a folder, as a warehouse's loader does: in order of the files' own
 * names, every file whole. What took effect: for NDJSON the resources, as a FHIR receiver would keep them; for a
 * national form its bytes. Throws, naming the file, on a name that is none, a file that is cut short or is not what its name
 * says. Hidden files are passed over: they are not there yet.
 */
export async function readFolder(folder: string): Promise<readonly Effect[]> {
  const repository = createRepository();
  const effects: Effect[] = [];
  for (const { name, at } of await filesBelow(folder)) {
    if (parseRecordFileName(name) === undefined) throw new Error(`${name}: not the name of a record version`);
    const bytes = await readFile(join(folder, name));
    const sha256 = hash('sha256', bytes);
    if (name.endsWith('.ndjson')) {
      effects.push(repository.apply({ key: name, sha256, at, entries: readLines(bytes, name) }));
      continue;
    }
    if (!isWhole(bytes, name)) throw new Error(`${name}: not whole`);
    effects.push({ key: name, order: effects.length + 1, at, digest: sha256, resources: [], changed: 1 });
  }
  return effects;
}

async function filesBelow(folder: string): Promise<readonly { readonly name: string; readonly at: EpochMs }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const visible = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const inOrder = visible.sort((one, other) => (one.name < other.name ? -1 : 1));
  return Promise.all(
    inOrder.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs } = await stat(path);
      return { name: relative(folder, path).split(sep).join('/'), at: Math.floor(mtimeMs) };
    }),
  );
}

function readLines(bytes: Buffer, name: string): readonly CheckedEntry[] {
  const text = bytes.toString('utf8');
  if (!text.endsWith('\n')) throw new Error(`${name}: the last line is cut short`);
  const lines = text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as Resource);
  const removal = lines.at(-1)?.resourceType === 'Bundle' ? (lines.pop() as Bundle) : undefined;
  const puts = lines.map((resource) => ({
    resource,
    request: { method: 'PUT' as const, url: `${resource.resourceType}/${resource.id}` },
  }));
  const transaction: Bundle = {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...puts, ...(removal?.entry ?? [])],
  };
  // References may lead to files that the loader took earlier, or takes later: it does not look.
  const checked = checkTransaction(transaction, { exists: () => true, validate: () => [] });
  if ('status' in checked) throw new Error(`${name}: ${checked.text}`);
  return checked;
}

function isWhole(bytes: Buffer, name: string): boolean {
  const text = bytes.toString('utf8');
  if (name.endsWith('.xml')) return readXmlTexts(text) !== undefined;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
