import type { ReportFacility } from '../../../types/report.ts';
import type { Words } from '../words.ts';
import type { Block } from './block.ts';

/** A volume as it is; one over 1 with an asterisk, which `overNote` explains. */
export function volumeText({ volume }: Pick<ReportFacility, 'volume'>, words: Words): string {
  return `${words.percent(volume)}${isOver(volume) ? ' *' : ''}`;
}

/** What the asterisk means, below a list in which it stands; nothing below any other. */
export function overNote(facilities: readonly ReportFacility[], { say }: Words): readonly Block[] {
  return facilities.some(({ volume }) => isOver(volume)) ? [{ text: say('overExpected'), style: 'hint' }] : [];
}

function isOver(volume: number | null): boolean {
  return volume !== null && volume > 1;
}
