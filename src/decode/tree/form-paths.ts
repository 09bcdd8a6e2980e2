import type { FormNode } from '../../fhir/form-outline.ts';

/** Where the rows of the forms inside a row begin: by upper-case names, level by level. */
export type FormPaths = ReadonlyMap<string, FormPath>;

interface FormPath {
  /** The form whose row the group of this name is. */
  readonly form?: FormNode;
  /** Of a group that only wraps rows. */
  readonly below: FormPaths;
}

export const NO_PATHS: FormPaths = new Map();

/** Puts the paths of forms that stand in one row into a tree. */
export function indexPaths(forms: readonly FormNode[]): FormPaths {
  return level(forms.map((form) => [form.path.map((name) => name.toUpperCase()), form] as const));
}

function level(entries: readonly (readonly [path: readonly string[], form: FormNode])[]): FormPaths {
  const byName = Map.groupBy(entries, ([[name = '']]) => name);
  return new Map(
    [...byName].map(([name, group]) => {
      const form = group.find(([path]) => path.length === 1)?.[1];
      const below = level(group.flatMap(([path, each]) => (path.length > 1 ? [[path.slice(1), each] as const] : [])));
      return [name, { ...(form && { form }), below }];
    }),
  );
}
