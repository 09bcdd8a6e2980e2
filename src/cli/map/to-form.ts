import { join } from 'node:path';
import { PATHS } from '../../config/paths.ts';
import { createFormWriter } from '../../encode/form-writer.ts';
import { loadFieldMeanings } from '../../fhir/field-meanings.ts';
import type { Line } from '../../line.ts';
import type { RebuiltForm } from '../../map/form-reader.ts';
import { type MissingField, missingFields } from '../../map/missing-fields.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed } from '../failures.ts';
import { judgeOffline } from '../offline-file.ts';
import { readBytes } from '../read-bytes.ts';
import type { MapFile } from './mapped-file.ts';

type Resources = Parameters<ReturnType<Line['createFormReader']>>[0];

/** Rebuilds national forms from files of FHIR (one Bundle, or one a line), or from forms by way of FHIR. */
export function createFormMapping(line: Line, io: CliIo): MapFile {
  const rebuild = line.createFormReader();
  const write = createFormWriter(line.forms);
  return async (path) => {
    const rebuilt: RebuiltForm[] = [];
    for (const bytes of documentsOf(readBytes(path, io))) {
      for (const resources of await resourcesOf(path, line, bytes, io)) rebuilt.push(...rebuild(resources));
    }
    const [first] = rebuilt;
    if (first === undefined) throw new OperationFailed(`${path}: no form and no Encounter is in it`);
    if (rebuilt.some(({ record }) => record.format !== first.record.format)) {
      throw new OperationFailed(`${path}: forms of different formats cannot stand in one file`);
    }
    const missing = rebuilt.flatMap(({ record, isReturned }) =>
      isReturned ? [] : missingFields(record, line.forms.forms),
    );
    return {
      path,
      messages: missing.length === 0 ? [] : describe(path, missing, line),
      failed: false,
      text: write(rebuilt.map(({ record }) => record)).toString('utf8'),
      extension: first.record.envelope.syntax === 'json' ? '.json' : '.xml',
      records: [],
      report: { file: path, records: rebuilt.map(({ record: { format, key } }) => ({ format, key })), missing },
    };
  };
}

function describe(path: string, missing: readonly MissingField[], { forms }: Line): string[] {
  const { meaningOf } = loadFieldMeanings(join(PATHS.mappings, 'meanings'), forms.forms);
  return [
    `${path}: ${missing.length} mandatory fields that the FHIR does not tell:`,
    ...missing.map(({ place, form, field }) => `  ${place}  ${meaningOf(form, field)?.vi ?? ''}`.trimEnd()),
  ];
}

/** The documents of a file: itself, or its lines where each of them is a JSON document. */
function documentsOf(bytes: Buffer): readonly Buffer[] {
  const lines = bytes
    .toString('utf8')
    .split('\n')
    .filter((text) => text.trim() !== '');
  const isLines = lines.length > 1 && lines.every((text) => text.startsWith('{') && text.trimEnd().endsWith('}'));
  return isLines ? lines.map((text) => Buffer.from(text, 'utf8')) : [bytes];
}

/** Resources of each record; what a Bundle holds is one record, also when it is a batch. */
async function resourcesOf(path: string, line: Line, bytes: Buffer, io: CliIo): Promise<readonly Resources[]> {
  const { envelope, records } = await judgeOffline(line, bytes, io);
  const fatal = envelope.issues.find(({ rule }) => rule.severity === 'fatal');
  if (fatal !== undefined) throw new OperationFailed(`${path}: ${fatal.rule.id}: ${fatal.text.en}`);
  const resources = records.map(({ mapped }) => mapped.resources as unknown as Resources);
  return envelope.format === 'fhir-json' ? [resources.flat()] : resources;
}
