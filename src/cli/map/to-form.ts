import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../config/load-config.ts';
import { PATHS } from '../../config/paths.ts';
import { createFormWriter } from '../../encode/form-writer.ts';
import { loadFieldMeanings } from '../../fhir/field-meanings.ts';
import type { Line } from '../../line.ts';
import type { RebuildForms, RebuiltForm } from '../../map/form-reader.ts';
import { type MissingField, missingFields } from '../../map/missing-fields.ts';
import type { JudgedRecord } from '../../pipeline/judge-records.ts';
import type { CliIo } from '../command.ts';
import { OperationFailed } from '../failures.ts';
import { judgeOffline } from '../offline-file.ts';
import { readBytes } from '../read-bytes.ts';
import { documentsOf, type OfflineDocument } from './fhir-documents.ts';
import { describeLeftOut, type NamedLeftOut } from './left-out-text.ts';
import type { MapFile } from './mapped-file.ts';

type Resources = Parameters<RebuildForms>[0];

/** A mandatory field that is missing; of several records, in which of them. */
type MissingHere = MissingField & { readonly record?: number };

/** Rebuilds national forms from files of FHIR (Bundles, single resources, or one a line), or from forms by way of FHIR. */
export function createFormMapping(line: Line, io: CliIo): MapFile {
  const { limits } = loadConfig(io.env, (file) => readFileSync(file, 'utf8'));
  const rebuild = line.createFormReader();
  const write = createFormWriter(line.forms);
  return async (path) => {
    const rebuilt: RebuiltForm[] = [];
    const leftOut: NamedLeftOut[] = [];
    for (const document of documentsOf(readBytes(path, io), limits)) {
      for (const { resources, name } of await recordsOf(path, line, document, io)) {
        const made = rebuild(resources);
        rebuilt.push(...made.forms);
        leftOut.push(...made.leftOut.map((one) => ({ ...one, ...name(one.resource) })));
      }
    }
    const reasons = describeLeftOut(path, leftOut);
    const first = firstOf(path, rebuilt, reasons);
    const missing = missingIn(rebuilt, line);
    return {
      path,
      messages: [...reasons, ...describe(path, missing, line)],
      failed: false,
      text: write(rebuilt.map(({ record }) => record)).toString('utf8'),
      extension: first.record.envelope.syntax === 'json' ? '.json' : '.xml',
      records: [],
      report: {
        file: path,
        records: rebuilt.map(({ record: { format, key } }) => ({ format, key })),
        missing,
        leftOut,
      },
    };
  };
}

/** The first of the forms, when they are there and can stand in one file. */
function firstOf(path: string, rebuilt: readonly RebuiltForm[], reasons: readonly string[]): RebuiltForm {
  const [first] = rebuilt;
  if (first === undefined) {
    throw new OperationFailed([`${path}: no form and no Encounter to claim is in it`, ...reasons].join('\n'));
  }
  if (rebuilt.some(({ record }) => record.format !== first.record.format)) {
    throw new OperationFailed(`${path}: forms of different formats cannot stand in one file`);
  }
  const facilities = new Set(rebuilt.filter(({ isReturned }) => !isReturned).map(({ record }) => record.facility));
  facilities.delete('');
  if (facilities.size > 1) {
    throw new OperationFailed(`${path}: claims of several facilities (${[...facilities].join(', ')}) need a file each`);
  }
  return first;
}

function missingIn(rebuilt: readonly RebuiltForm[], { forms }: Line): MissingHere[] {
  return rebuilt.flatMap(({ record, isReturned }, index) => {
    if (isReturned) return [];
    const missing = missingFields(record, forms.forms);
    return rebuilt.length === 1 ? missing : missing.map((field) => ({ ...field, record: index + 1 }));
  });
}

function describe(path: string, missing: readonly MissingHere[], { forms }: Line): string[] {
  if (missing.length === 0) return [];
  const { meaningOf } = loadFieldMeanings(join(PATHS.mappings, 'meanings'), forms.forms);
  const lines = missing.map(({ record, place, form, field }) => {
    const where = record === undefined ? place : `HOSO[${record}].${place}`;
    return `  ${where}  ${meaningOf(form, field)?.vi ?? ''}`.trimEnd();
  });
  return [`${path}: ${missing.length} mandatory fields that the FHIR does not tell:`, ...lines];
}

interface RecordToRebuild {
  readonly resources: Resources;
  /** What the sender calls a resource, and where it stands in the file. */
  name(reference: string): { readonly resource: string; readonly place: string };
}

/** The records of a document; what a Bundle holds is one. */
async function recordsOf(path: string, line: Line, document: OfflineDocument, io: CliIo): Promise<RecordToRebuild[]> {
  const { envelope, records } = await judgeOffline(line, document.bytes, io);
  const fatal = envelope.issues.find(({ rule }) => rule.severity === 'fatal');
  if (fatal !== undefined) throw new OperationFailed(`${path}: ${fatal.rule.id}: ${fatal.text.en}`);
  return records.map((record) => ({
    resources: record.mapped.resources as unknown as Resources,
    name: (reference) => nameOf(reference, record, document),
  }));
}

function nameOf(
  reference: string,
  { source, mapped }: JudgedRecord,
  { placeOf }: OfflineDocument,
): { readonly resource: string; readonly place: string } {
  // What was contained, and a line of a Claim, are named by the resource that they stand in.
  const isContained = reference.split('/').length > 2;
  const [outer = '', inner] = reference.slice(isContained ? reference.indexOf('/') + 1 : 0).split('#');
  const at = mapped.resources.findIndex(({ resourceType, id }) => `${resourceType}/${id}` === outer);
  const index = Number(ENTRY.exec(mapped.expressions[at] ?? '')?.groups?.['index']);
  const entry = source.format === 'fhir-json' ? source.bundle.entry?.[index] : undefined;
  const [type] = outer.split('/');
  const sent =
    entry?.resource?.id === undefined ? `${type} ${entry?.fullUrl ?? ''}`.trim() : `${type}/${entry.resource.id}`;
  const resource = [sent, ...(inner === undefined ? [] : [inner])].join('#');
  return { resource, place: placeOf?.(index) ?? `Bundle.entry[${index}]` };
}

const ENTRY = /^Bundle\.entry\[(?<index>\d{1,9})\]/;
