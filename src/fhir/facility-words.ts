import type { Bilingual } from '../types/issue.ts';

/** Lists of words by which the registry tells what a facility is. */
export type FacilityWordList = 'cohort' | 'ownership' | 'level' | 'kind' | 'service' | 'scope';

/** A word with its names, and what else it is called in files. */
type Word = readonly [id: string, vi: string, en: string, ...others: readonly string[]];

const WORDS: Readonly<Record<FacilityWordList, readonly Word[]>> = {
  cohort: [
    ['hospital', 'Bệnh viện', 'hospital', 'bv'],
    ['other', 'Cơ sở khác', 'other', 'khác', 'ngoài bệnh viện'],
  ],
  ownership: [
    ['public', 'Công lập', 'public', 'nhà nước', 'công'],
    ['private', 'Tư nhân', 'private', 'ngoài công lập', 'tư'],
    ['military', 'Quân đội', 'military', 'quân y', 'bộ quốc phòng'],
    ['police', 'Công an', 'police', 'bộ công an'],
  ],
  level: [
    ['central', 'Trung ương', 'central', 'tuyến trung ương', 'cấp trung ương'],
    ['province', 'Tỉnh', 'province', 'tuyến tỉnh', 'cấp tỉnh', 'provincial'],
    ['region', 'Khu vực', 'region', 'cấp khu vực', 'regional'],
    ['district', 'Huyện', 'district', 'tuyến huyện', 'cấp huyện'],
    ['commune', 'Xã', 'commune', 'tuyến xã', 'cấp xã'],
  ],
  kind: [
    ['general-hospital', 'Bệnh viện đa khoa', 'general hospital'],
    ['regional-hospital', 'Bệnh viện đa khoa khu vực', 'regional general hospital', 'regional hospital'],
    ['specialised-hospital', 'Bệnh viện chuyên khoa', 'specialised hospital', 'specialized hospital'],
    ['medical-centre', 'Trung tâm y tế', 'medical centre', 'ttyt'],
    ['disease-control-centre', 'Trung tâm kiểm soát bệnh tật', 'disease control centre', 'cdc'],
    ['health-station', 'Trạm y tế', 'health station', 'tyt', 'trạm y tế xã'],
    ['clinic', 'Phòng khám', 'clinic', 'phòng khám đa khoa', 'polyclinic'],
  ],
  service: [
    ['inpatient', 'Nội trú', 'inpatient', 'điều trị nội trú'],
    ['day', 'Ban ngày', 'day', 'điều trị ban ngày', 'day treatment'],
    ['outpatient', 'Ngoại trú', 'outpatient', 'điều trị ngoại trú'],
  ],
  scope: [
    ['yes', 'Có', 'yes', 'thuộc phạm vi', 'thuộc', 'in scope'],
    ['no', 'Không', 'no', 'không thuộc phạm vi', 'không thuộc', 'out of scope'],
    ['undecided', 'Chưa quyết định', 'undecided', 'chưa rõ', 'chưa'],
  ],
};

const BY_NAME = new Map(
  Object.entries(WORDS).map(([list, words]) => [
    list,
    new Map(words.flatMap((word) => word.map((name) => [plainWord(name), word[0]] as const))),
  ]),
);

/** The name of a word of the registry; what no list knows is its own name. */
export function facilityWord(list: FacilityWordList, word: string): Bilingual {
  const known = WORDS[list].find(([id]) => id === word);
  return known === undefined ? { vi: word, en: word } : { vi: known[1], en: known[2] };
}

/** The word that a text means, whatever its case and marks; undefined when the list has none such. */
export function readFacilityWord(list: FacilityWordList, text: string): string | undefined {
  return BY_NAME.get(list)?.get(plainWord(text));
}

/** All words of a list, for a message. */
export function facilityWordsOf(list: FacilityWordList): Bilingual {
  const words = WORDS[list];
  return {
    vi: words.map(([id, vi]) => `${vi} (${id})`).join(', '),
    en: words.map(([id]) => id).join(', '),
  };
}

/** Small letters and digits without marks: `Mã cơ sở` becomes `macoso`. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '');
}
