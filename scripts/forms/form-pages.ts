import { renderFormIndex } from './form-index.ts';
import { pageName, renderFormPage } from './form-page.ts';
import type { PageSources } from './sources.ts';

/** The files of docs/forms, by name: a page for each form that has a mapping table, and the index. */
export function renderFormPages(sources: PageSources): ReadonlyMap<string, string> {
  const pages = sources.forms.flatMap((form) => {
    const mapping = sources.tables.get(form.id);
    return mapping === undefined ? [] : [[pageName(form.id), renderFormPage(form, mapping, sources)] as const];
  });
  return new Map([['README.md', renderFormIndex(sources)], ...pages]);
}
