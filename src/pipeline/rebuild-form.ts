import { createFormWriter } from '../encode/form-writer.ts';
import type { EnvelopeTexts, RebuildForm } from '../forward/national-form.ts';
import type { Line } from '../line.ts';
import type { RebuildForms } from '../map/form-reader.ts';
import type { FormRecord } from '../types/source-record.ts';

/** Number of HOSO in the file. */
const COUNT = 'THONGTINHOSO/SOLUONGHOSO';

/**
 * The way back for what is forwarded, by the same tables that it came in by; they are compiled when the first form is
 * asked for. A form that is only as far as FHIR goes (its sender wrote FHIR) is none.
 */
export function createRebuildForm(line: Pick<Line, 'createFormReader' | 'forms'>): RebuildForm {
  let compiled: RebuildForm | undefined;
  return (delivery, retext) => {
    compiled ??= compile(line);
    return compiled(delivery, retext);
  };
}

function compile(line: Pick<Line, 'createFormReader' | 'forms'>): RebuildForm {
  const rebuild = line.createFormReader();
  const write = createFormWriter(line.forms);
  return ({ resources }, retext) => {
    const form = rebuild(resources as unknown as Parameters<RebuildForms>[0]).forms.find(
      ({ isReturned }) => isReturned,
    );
    if (form === undefined) return undefined;
    const alone = ofOneRecord(form.record);
    const record = retext === undefined ? alone : withTexts(alone, retext(alone.envelope.texts));
    return { record, bytes: write([record]) };
  };
}

/** What came in a file of several is forwarded alone, and its envelope has to say so. */
function ofOneRecord(record: FormRecord): FormRecord {
  return record.envelope.texts.has(COUNT) ? withTexts(record, new Map([[COUNT, '1']])) : record;
}

/** The record with texts of its envelope replaced; one that it does not have stands behind the last of the same parent. */
function withTexts(record: FormRecord, given: EnvelopeTexts): FormRecord {
  const entries = [...record.envelope.texts];
  for (const [path, text] of given) {
    const parent = path.slice(0, path.lastIndexOf('/') + 1);
    const at = entries.findIndex(([known]) => known === path);
    const last = entries.findLastIndex(([known]) => known.startsWith(parent));
    if (at === -1) entries.splice(last + 1, 0, [path, text]);
    else entries[at] = [path, text];
  }
  return { ...record, envelope: { ...record.envelope, texts: new Map(entries) } };
}
