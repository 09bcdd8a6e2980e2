import type { FormNode, FormOutline } from '../../fhir/form-outline.ts';
import type { SourceRow } from '../../types/source-record.ts';

/** Positions of fields, with marks of other rows between them. */
export type FieldOrder = readonly (number | readonly [name: string, value: string])[];

/** The fields of one row of a nested document, as they are found. */
export class RowFields {
  /** Names in the order they were found. */
  readonly names: string[] = [];
  readonly #form: FormNode;
  readonly #mends: FormOutline['mends'];
  readonly #values = new Map<string, string>();
  readonly #sent: string[] = [];

  constructor(form: FormNode, mends: FormOutline['mends']) {
    this.#form = form;
    this.#mends = mends;
  }

  /**
   * Adds a leaf and tells its position.
   *
   * @param sent its path as sent.
   * @param upper the path by which the form may know it.
   */
  add(text: string, sent: string, upper: string): number {
    const { fields } = this.#form;
    const known = fields.get(upper) ?? fields.get(this.#mends.get(upper) ?? '');
    const name = this.#free(known ?? sent, sent);
    this.#values.set(name, text);
    this.#sent.push(sent);
    return this.names.push(name) - 1;
  }

  /** @param order where the order of the fields themselves is not enough. */
  content(order: FieldOrder | undefined): Pick<SourceRow, 'fields' | 'sentNames'> {
    const fields = order === undefined ? this.#values : new Map(order.map((part) => this.#entry(part)));
    if (this.names.every((name, at) => name === this.#sent[at])) return { fields };
    const sentNames = order?.map((part) => (typeof part === 'number' ? (this.#sent[part] ?? '') : part[0]));
    return { fields, sentNames: sentNames ?? this.#sent };
  }

  #entry(part: FieldOrder[number]): readonly [name: string, value: string] {
    if (typeof part !== 'number') return part;
    const name = this.names[part] ?? '';
    return [name, this.#values.get(name) ?? ''];
  }

  /** The wanted name; where it is taken (the same name in other letters), the path as sent, else a further number. */
  #free(wanted: string, sent: string): string {
    if (!this.#values.has(wanted)) return wanted;
    if (!this.#values.has(sent)) return sent;
    let number = 2;
    while (this.#values.has(`${sent}#${number}`)) number += 1;
    return `${sent}#${number}`;
  }
}
