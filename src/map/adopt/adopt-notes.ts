import { objectsAt, textAt } from '../unchecked-element.ts';
import { type Adoption, rowMark } from './adoption.ts';

/** Clinical notes as rows of XML5, with the time at which they were made. */
export function adoptNotes(adoption: Adoption): void {
  adoption.ofType('ClinicalImpression').forEach((note, index) => {
    note['extension'] = [...objectsAt(note, 'extension'), rowMark(adoption, 'XML5', index + 1)];
    note['summary'] ??= textAt(note, 'description');
    note['effectiveDateTime'] ??= textAt(note['effectivePeriod'], 'start') ?? textAt(note, 'date');
  });
}
