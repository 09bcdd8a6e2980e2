/**
 * Names of JSON members as names of fields. In a path of names `/` goes one level down and `#2` is a second element of
 * the same name, so these marks are written otherwise where a member's own name has them (as RFC 6901 does).
 */
const ESCAPES: readonly (readonly [mark: string, written: string])[] = [
  ['~', '~0'],
  ['/', '~1'],
  ['#', '~2'],
];
const EMPTY = '~3';

/** The field name of a member: nearly always the name itself. */
export function fieldOfMember(member: string): string {
  if (member === '') return EMPTY;
  return ESCAPES.reduce((name, [mark, written]) => name.replaceAll(mark, written), member);
}

/** The member's own name again. */
export function memberOfField(field: string): string {
  if (field === EMPTY) return '';
  return ESCAPES.toReversed().reduce((name, [mark, written]) => name.replaceAll(written, mark), field);
}
