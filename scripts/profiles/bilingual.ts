const TRANSLATION = 'http://hl7.org/fhir/StructureDefinition/translation';

/** A text in Vietnamese and English; a language may be missing where a source has no words. */
export interface Texts {
  readonly vi?: string;
  readonly en?: string;
}

/**
 * A text element of a definition whose language is Vietnamese, with its English translation.
 * @source https://hl7.org/fhir/R4/extension-translation.html
 */
export function bilingual(name: string, { vi, en }: Required<Texts>): Record<string, unknown> {
  const translation = [
    { url: 'lang', valueCode: 'en' },
    { url: 'content', valueString: en },
  ];
  return { [name]: vi, [`_${name}`]: { extension: [{ url: TRANSLATION, extension: translation }] } };
}

/** `ma-loai-kcb` or `4210.XML1` as the name of a definition: `MaLoaiKcb`, `Form4210XML1`. */
export function definitionName(id: string): string {
  const name = id
    .split(/[^A-Za-z0-9]+/)
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');
  return /^[A-Z]/.test(name) ? name : `Form${name}`;
}
