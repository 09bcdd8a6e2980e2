import type { Form } from '../fhir/forms.ts';
import type { SubmissionFormat } from '../types/submission.ts';

/**
 * Where a field that a receiver complains of stands in the sender's own file: `KSK.XML1[1].SO_CCCD` for
 * `KHAMSUCKHOE.XML1[1].SO_CCCD`, `DONTHUOC.THUOC[1].so_luong` for `thong_tin_don_thuoc.0.so_luong`. Undefined for a name that
 * is no field of the record's forms, or of more than one of them.
 */
export type PlaceOfFault = (format: SubmissionFormat, field: string) => string | undefined;

interface Step {
  readonly name: string;
  /** Row, from 1. */
  readonly row: number | null;
}

/** Forms of QĐ 4210, whose fields are called like those that came after them. */
const FORMER = /^4210\./;

/** Finds places in the forms that are given. */
export function createPlaceOfFault(forms: readonly Form[]): PlaceOfFault {
  const byFormat = new Map<SubmissionFormat, Form[]>();
  for (const form of forms.filter(({ id }) => !FORMER.test(id))) {
    byFormat.set(form.format, [...(byFormat.get(form.format) ?? []), form]);
  }
  return (format, text) => {
    const steps = readSteps(text, format === 'prescription-json' ? 0 : 1);
    const field = steps.at(-1);
    if (field === undefined) return undefined;
    const holders = (byFormat.get(format) ?? []).flatMap((form) => {
      const found = form.fields.find(({ name }) => isSame(name, field.name));
      return found === undefined ? [] : [{ form, name: found.name }];
    });
    const named = holders.map((holder) => ({ ...holder, step: steps.findLast(({ name }) => isOf(holder.form, name)) }));
    const told = named.filter(({ step }) => step !== undefined);
    const [place, ...others] = told.length > 0 ? told : named;
    if (place === undefined || others.length > 0) return undefined;
    const row = place.step?.row ?? null;
    return `${place.form.id}${row === null ? '' : `[${row}]`}.${place.name}`;
  };
}

/** `a.0.b`, `a[1].b` and `a/b` as steps with rows; the first row is `first` where it is written in brackets. */
function readSteps(text: string, first: 0 | 1): readonly Step[] {
  const steps: Step[] = [];
  for (const [, name = '', bracket] of text.matchAll(/([^./[\]]+)(?:\[(\d+)\])?/g)) {
    const last = steps.at(-1);
    if (/^\d+$/.test(name)) {
      if (last !== undefined) steps[steps.length - 1] = { ...last, row: Number(name) + 1 };
    } else steps.push({ name, row: bracket === undefined ? null : Number(bracket) + 1 - first });
  }
  return steps;
}

/** True when a step names the form itself: its id, its root, or the element of its rows. */
function isOf({ id, root, row, within }: Form, name: string): boolean {
  const names = [id, id.slice(id.lastIndexOf('.') + 1), row, ...(within === undefined ? [root] : [])];
  return names.some((each) => each !== '' && isSame(each, name));
}

/** Of a path (`TINHTRANG_LUCSINH/DETHUONG`) the last part counts. */
function isSame(name: string, said: string): boolean {
  return name.slice(name.lastIndexOf('/') + 1).toUpperCase() === said.toUpperCase();
}
