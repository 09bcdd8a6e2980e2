import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Form, type Forms, loadForms } from './forms.ts';

/**
 * Adds what a deployment knows of the forms beyond what ships: the files of its folder `forms` have the shape of those of
 * mappings/forms. A form of a known id is added to: its fields stand after the known ones, and one of a known name in its
 * place; what else it says of the form is passed over. A form of a new id stands after the others.
 * Refuses (throws) a form within one that is not there, and a known id under another format.
 */
export function extendForms(known: Forms, folder: string): Forms {
  const directory = join(folder, 'forms');
  if (!existsSync(directory)) return known;
  const own = loadForms(directory);
  const byId = new Map(known.forms.map((form) => [form.id, form]));
  for (const form of own.forms) {
    const model = byId.get(form.id);
    if (model !== undefined && model.format !== form.format) {
      throw new Error(`${directory}: ${form.id} is a form of ${model.format}, not of ${form.format}`);
    }
    byId.set(form.id, model === undefined ? form : addFields(model, form));
  }
  const lost = [...byId.values()].find(({ within }) => within !== undefined && !byId.has(within));
  if (lost !== undefined) throw new Error(`${directory}: ${lost.id} stands within ${lost.within}, which is not there`);
  return { forms: [...byId.values()], mends: new Map([...known.mends, ...own.mends]) };
}

function addFields(model: Form, { fields }: Form): Form {
  const byName = new Map([...model.fields, ...fields].map((field) => [field.name, field]));
  return { ...model, fields: [...byName.values()] };
}
