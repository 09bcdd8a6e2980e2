/**
 * A nested document (QĐ 831, CV 365) whatever its syntax: an element of XML, or a member of a JSON object. An array is
 * its items one after the other, each with the name of the member.
 */
export interface FormTree {
  readonly name: string;
  /** Of a leaf; null where there are children. */
  readonly text: string | null;
  /** Type of a JSON value that is no string; `array` for a list without items. */
  readonly jsonType?: 'number' | 'boolean' | 'null' | 'array';
  /** True for the items of a JSON array, also of one with one item. */
  readonly inArray?: boolean;
  readonly children: readonly FormTree[];
}
