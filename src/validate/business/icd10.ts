const CODE = /^[A-Z]\d{2}(?:\.?\d{1,2})?$/;

/** Categories of manifestations, marked with an asterisk: the disease behind them is the main one. */
const MANIFESTATIONS: ReadonlySet<string> = new Set(
  [
    'D63 D77 E35 E90 F00 F02 G01 G02 G05 G07 G13 G22 G26 G32 G46 G53 G55 G59 G63 G73 G94 G99',
    'H03 H06 H13 H19 H22 H28 H32 H36 H42 H45 H48 H58 H62 H67 H75 H82 H94 I32 I39 I41 I43 I52 I68 I79 I98',
    'J17 J91 J99 K23 K67 K77 K87 K93 L14 L45 L54 L62 L86 L99 M01 M03 M07 M09 M14 M36 M49 M63 M68 M73 M82 M90',
    'N08 N16 N22 N29 N33 N37 N51 N74 N77 P75',
  ].flatMap((line) => line.split(' ')),
);

/** First and last category of blocks that only one sex has. */
const OF_WOMEN = [
  ['C51', 'C58'],
  ['N70', 'N98'],
  ['O00', 'O99'],
] as const;
const OF_MEN = [
  ['C60', 'C63'],
  ['N40', 'N51'],
] as const;

/** The form of an ICD-10 code: a letter and two digits, then perhaps one or two more, with or without the dot. */
export function isDiseaseCode(code: string): boolean {
  return CODE.test(code);
}

/**
 * False for a code that cannot stand for the main disease: an external cause (V01–Y98), a manifestation.
 * @source ICD-10, volume 2: rules for the main condition; the dagger and asterisk system
 */
export function canBeMain(code: string): boolean {
  const category = code.slice(0, 3);
  return !isIn(category, [['V01', 'Y98']]) && !MANIFESTATIONS.has(category);
}

/** Whether a code is of a disease that the other sex has. @param sex GIOI_TINH: 1 male, 2 female; others tell nothing */
export function contradictsSex(code: string, sex: string): boolean {
  const category = code.slice(0, 3);
  return (sex === '1' && isIn(category, OF_WOMEN)) || (sex === '2' && isIn(category, OF_MEN));
}

function isIn(category: string, blocks: readonly (readonly [string, string])[]): boolean {
  return blocks.some(([first, last]) => first <= category && category <= last);
}
