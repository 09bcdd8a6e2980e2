import { DESTINATION_TEXTS } from './destinations/texts.ts';
import { FACILITIES_TEXTS } from './facilities/texts.ts';
import { FRAME_TEXTS } from './frame/texts.ts';
import { OVERVIEW_TEXTS } from './overview/texts.ts';
import { QUALITY_TEXTS } from './quality/texts.ts';
import { RECORD_TEXTS } from './records/texts.ts';
import { REPORT_TEXTS } from './reports/texts.ts';
import { WORDS } from './words.ts';

/** Texts by place; no key stands twice. */
export const TEXTS_BY_PLACE = {
  frame: FRAME_TEXTS,
  words: WORDS,
  overview: OVERVIEW_TEXTS,
  facilities: FACILITIES_TEXTS,
  destinations: DESTINATION_TEXTS,
  quality: QUALITY_TEXTS,
  records: RECORD_TEXTS,
  reports: REPORT_TEXTS,
};

/** Every word that the console shows. */
export const TEXTS = {
  ...FRAME_TEXTS,
  ...WORDS,
  ...OVERVIEW_TEXTS,
  ...FACILITIES_TEXTS,
  ...DESTINATION_TEXTS,
  ...QUALITY_TEXTS,
  ...RECORD_TEXTS,
  ...REPORT_TEXTS,
};

export type TextKey = keyof typeof TEXTS;
