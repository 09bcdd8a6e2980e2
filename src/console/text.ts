/** A text of the console. `{name}` is filled; English has a form for one where the number `{count}` decides. */
export interface Text {
  readonly vi: string;
  readonly en: string | { readonly one: string; readonly other: string };
}

/** Texts of a place, by key. Keys begin with the name of their place, because all of them are merged. */
export type Texts = Readonly<Record<string, Text>>;

export type Language = 'vi' | 'en';
