import { describe, expect, it } from '@jest/globals';
import { FORMS } from '../../../support/claim-mapping.ts';
import { DOCUMENT_TABLES } from '../../../support/document-mapping.ts';

const forms = FORMS.forms.filter(({ format }) => format === 'document-xml');

describe('tables of the documents of 2025', () => {
  it('are those of the nine documents, and no model', () => {
    expect([...DOCUMENT_TABLES.keys()].sort()).toEqual(forms.map(({ id }) => id).sort());
    expect(forms).toHaveLength(9);
  });

  it.each(forms.map((form) => [form.id, form] as const))('%s gives every field a home, and no other', (id, form) => {
    expect(Object.keys(DOCUMENT_TABLES.get(id)?.fields ?? {}).sort()).toEqual(
      form.fields.map(({ name }) => name).sort(),
    );
  });
});
