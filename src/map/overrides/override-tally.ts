import type { Bilingual, Issue, RuleCatalogue } from '../../types/issue.ts';

/** What was done to a field; `taken`: a renaming that was left undone. */
type Change = 'renamed' | 'taken' | 'corrected' | 'translated';

interface Counted {
  readonly change: Change;
  readonly form: string;
  readonly field: string;
  /** The facility's element, of a renaming. */
  readonly tag: string;
  /** Row of the first one. */
  readonly row: number;
  count: number;
}

/** Counts changes in one row. */
export interface TallyRow {
  add(change: Change, field: string, tag?: string): void;
}

/** Counts what an override did to a record, by field, so that a thousand rows make one issue. */
export class OverrideTally {
  readonly #counted = new Map<string, Counted>();

  row(form: string, row: number): TallyRow {
    return {
      add: (change, field, tag = '') => {
        const key = `${change} ${form} ${field} ${tag}`;
        const counted = this.#counted.get(key);
        if (counted === undefined) this.#counted.set(key, { change, form, field, tag, row, count: 1 });
        else counted.count += 1;
      },
    };
  }

  /** LT-M030 for each field that was changed, LT-M031 for a renaming that was left undone. */
  issues(edition: string, rules: RuleCatalogue): readonly Issue[] {
    return [...this.#counted.values()].map(({ change, form, field, tag, row, count }) => {
      if (change === 'taken')
        return rules.issue('LT-M031', { place: `${form}[${row}].${tag}`, with: { form, field, tag, count } });
      const what = describe(change, tag);
      return rules.issue('LT-M030', { place: `${form}[${row}].${field}`, with: { form, field, edition, what, count } });
    });
  }
}

function describe(change: Exclude<Change, 'taken'>, tag: string): Bilingual {
  switch (change) {
    case 'renamed':
      return { vi: `đổi tên thẻ ${tag}`, en: `element ${tag} renamed` };
    case 'corrected':
      return { vi: 'sửa giá trị', en: 'value corrected' };
    case 'translated':
      return { vi: 'đổi mã nội bộ sang mã quốc gia', en: 'own code translated to the national one' };
  }
}
