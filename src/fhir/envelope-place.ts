/** Elements that hold a signature: their content is kept as markup, and they usually stand behind the records. */
const SIGNATURES: ReadonlySet<string> = new Set(['CHUKYDONVI', 'SIGNATURE']);

/** True for the name of an element that holds a signature. */
export function isSignature(name: string): boolean {
  return SIGNATURES.has(name.toUpperCase());
}

/**
 * Position, among the paths of an envelope, at which the records stand unless the envelope says otherwise: at the end,
 * but before the signatures there.
 */
export function usualPlace(paths: readonly string[]): number {
  let at = paths.length;
  while (at > 0 && paths[at - 1]?.split('/').some((step) => isSignature(withoutNumber(step)))) at -= 1;
  return at;
}

/** A step of a path without the number that tells elements of one name apart: `X#2` is an X; `#text` is itself. */
export function withoutNumber(step: string): string {
  const mark = step.lastIndexOf('#');
  return mark > 0 ? step.slice(0, mark) : step;
}

/** Where the records of a format stand under the root, unless the envelope says otherwise. */
export const USUAL_PATHS = {
  hoso: 'THONGTINHOSO/DANHSACHHOSO/HOSO',
  healthBook: 'BODY/HOSOSUCKHOE',
  emr: 'HoSoBenhAn',
} as const;

/** Texts of the HOSO itself, as paths from it. */
export const HOSO = 'HOSO';
