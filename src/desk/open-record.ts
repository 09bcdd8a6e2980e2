import { join } from 'node:path';
import { PATHS } from '../config/paths.ts';
import { type FieldMeanings, loadFieldMeanings } from '../fhir/field-meanings.ts';
import { isProtected } from '../fhir/protected.ts';
import type { RebuildForm } from '../forward/national-form.ts';
import type { Line } from '../line.ts';
import type { InspectedRecord } from '../types/inspection.ts';
import type { MappedRecord } from '../types/mapped-record.ts';
import type { OpenedRecord } from '../types/record-desk.ts';
import type { FormRecord, SourceRecord } from '../types/source-record.ts';
import type { Store } from '../types/store.ts';
import { openForm, openResources, tablesBehind } from './opened-form.ts';

/** Opens a record: its form as it was sent, else as it can be rebuilt, and its FHIR. What is protected only where it is asked for. */
export type OpenRecord = (record: InspectedRecord, showsProtected: boolean) => Promise<OpenedRecord>;

export interface OpenRecordDeps {
  readonly store: Pick<Store, 'contentOf' | 'rawBytes'>;
  readonly line: Pick<Line, 'stages' | 'forms'>;
  readonly rebuildForm: RebuildForm;
}

/** A submission that is larger is not read again to show one record of it: its form is rebuilt. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Reads what was kept by the same line by which it came in, and under the overrides that its facility has now. */
export function createOpenRecord({ store, line, rebuildForm }: OpenRecordDeps): OpenRecord {
  let meanings: FieldMeanings | undefined;
  const meaningOf: FieldMeanings['meaningOf'] = (form, field) => {
    meanings ??= loadFieldMeanings(join(PATHS.mappings, 'meanings'), line.forms.forms);
    return meanings.meaningOf(form, field);
  };

  /** As it was sent; undefined when the bytes are gone, or too many. */
  async function readSent(record: InspectedRecord): Promise<SourceRecord | undefined> {
    const { facility, submissionId, sha256, contentType, receivedAt, position } = record;
    const bytes = await store.rawBytes(facility, submissionId);
    if (bytes === undefined || bytes.length > MAX_BYTES) return undefined;
    const raw = {
      id: submissionId,
      channel: 'submissions',
      bytes,
      sha256,
      contentType,
      idempotencyKey: null,
      receivedAt,
    } as const;
    const stream = line.stages.decode(raw);
    for (let step = stream.next(); step.done !== true; step = stream.next()) {
      if (step.value.position === position) return line.stages.override(facility, step.value, receivedAt);
    }
    return undefined;
  }

  return async (record, showsProtected) => {
    const [stored, sent] = await Promise.all([store.contentOf(record.id), readSent(record)]);
    const mappedAgain = sent === undefined ? undefined : line.stages.map(record.facility, sent);
    const visible = showsProtected ? stored : stored.filter((resource) => !isProtected(resource));
    const form = sent !== undefined && sent.format !== 'fhir-json' ? sent : rebuildForm({ resources: visible })?.record;
    const mapped = form === sent ? mappedAgain : mapOf(form, record.facility);
    const tables =
      form === undefined || mapped === undefined ? [] : openForm({ record: form, mapped, meaningOf, showsProtected });
    const source = form === sent ? 'sent' : 'rebuilt';
    const isStored = stored.length > 0;
    const resources = isStored ? stored : (mappedAgain?.resources ?? []);
    return {
      source: form === undefined ? null : source,
      tables,
      resources: openResources(resources, tablesBehind(tables), showsProtected),
      isStored,
      protectedCount: resources.filter(isProtected).length,
      isProtectedShown: showsProtected,
    };
  };

  function mapOf(form: FormRecord | undefined, facility: string): MappedRecord | undefined {
    return form === undefined ? undefined : line.stages.map(facility, form);
  }
}
