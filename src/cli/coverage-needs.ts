import type { Bilingual } from '../types/issue.ts';

const INSTANT: Bilingual = {
  vi: 'thời điểm có múi giờ, ví dụ "2026-11-22T08:00:00+07:00"',
  en: 'an instant with its offset, for example "2026-11-22T08:00:00+07:00"',
};
const DAY: Bilingual = {
  vi: 'ngày có thật YYYY-MM-DD, ví dụ "2026-11-22", hoặc null',
  en: 'a day of the calendar YYYY-MM-DD, for example "2026-11-22", or null',
};
const CODE: Bilingual = {
  vi: 'mã cơ sở dạng chuỗi, ví dụ "99001"',
  en: 'the code of a facility as text, for example "99001"',
};
const TEXT: Bilingual = { vi: 'chuỗi', en: 'text' };
const SECTIONS: Bilingual = {
  vi: 'danh sách tên mục, ví dụ ["administrative"]',
  en: 'a list of section names, for example ["administrative"]',
};
const SECTION: Bilingual = {
  vi: 'tên mục dạng chuỗi, ví dụ "administrative"',
  en: 'the name of a section as text, for example "administrative"',
};
const FLAG: Bilingual = { vi: 'true hoặc false', en: 'true or false' };
const SCOPE: Bilingual = {
  vi: 'danh sách quyết định, ví dụ [{"from":null,"value":"yes"}]',
  en: 'a list of decisions, for example [{"from":null,"value":"yes"}]',
};

/** What each field of a fact must be; `*` stands for an index. */
const FACT_NEEDS: Readonly<Record<string, Bilingual>> = {
  facility: CODE,
  encounter: { vi: 'mã lượt (MA_LK) dạng chuỗi, ví dụ "LK1"', en: 'an encounter (MA_LK) as text, for example "LK1"' },
  at: INSTANT,
  outcome: oneOf('"accepted"', '"quarantined"', '"refused"'),
  releasedAt: INSTANT,
  source: oneOf('"claim"', '"emr"', '"check-in"'),
  endOfCare: { vi: `${INSTANT.vi}, hoặc null`, en: `${INSTANT.en}, or null` },
  level: oneOf('0', '1', '2', '3'),
  due: SECTIONS,
  'due.*': SECTION,
  present: SECTIONS,
  'present.*': SECTION,
  identity: FLAG,
  signed: FLAG,
};

/** What each field of a facility must be; `*` stands for an index or a month. */
const FACILITY_NEEDS: Readonly<Record<string, Bilingual>> = {
  '': {
    vi: 'đối tượng JSON: {"code":"99001","cohort":"hospital"}',
    en: 'a JSON object: {"code":"99001","cohort":"hospital"}',
  },
  code: CODE,
  cohort: oneOf('"hospital"', '"other"'),
  openFrom: DAY,
  openTo: DAY,
  scope: SCOPE,
  'scope.*': {
    vi: 'quyết định, ví dụ {"from":null,"value":"yes"}',
    en: 'a decision, for example {"from":null,"value":"yes"}',
  },
  'scope.*.from': DAY,
  'scope.*.value': oneOf('"yes"', '"no"', '"undecided"'),
  'scope.*.reason': TEXT,
  announced: DAY,
  statistics: {
    vi: 'số lượt theo tháng, ví dụ {"2026-10":1234}',
    en: 'encounters by month, for example {"2026-10":1234}',
  },
  'statistics.*': { vi: 'số từ 0 trở lên, ví dụ 1234', en: 'a number from 0 on, for example 1234' },
  name: TEXT,
  ownership: TEXT,
  level: TEXT,
  commune: TEXT,
};

/** What stands in a file: facts or facilities. */
export type Kind = 'fact' | 'facility';

/** What a field (its names and indexes from the outside in) must be, in words, with an example. */
export function needOf(kind: Kind, path: readonly string[]): Bilingual {
  const isMonth = path[0] === 'statistics';
  const pattern = path.map((step, place) => ((isMonth && place === 1) || /^\d+$/.test(step) ? '*' : step)).join('.');
  return (kind === 'fact' ? FACT_NEEDS : FACILITY_NEEDS)[pattern] ?? TEXT;
}

function oneOf(...words: readonly string[]): Bilingual {
  const [last = '', ...others] = words.toReversed();
  const list = others.toReversed().join(', ');
  return { vi: `${list} hoặc ${last}`, en: `${list} or ${last}` };
}
