import type { Bilingual } from '../../types/issue.ts';
import type { Language } from '../language.ts';

interface FacilityWords {
  readonly table: readonly string[];
  readonly unknown: string;
  readonly counted: (told: number, added: number, changed: number, unchanged: number) => string;
  readonly stays: string;
  readonly faults: (count: number) => string;
  readonly warnings: (count: number) => string;
  readonly nothingImported: string;
  readonly state: Readonly<Record<'imported' | 'unchanged' | 'dry-run', string>>;
  readonly place: Readonly<Record<'sheet' | 'row' | 'entry' | 'column', (value: string) => string>>;
  readonly more: (count: number) => string;
  readonly remedy: string;
  readonly changed: Readonly<Record<'yes' | 'no', (code: string) => string>>;
  readonly added: string;
  readonly notes: string;
  readonly keys: string;
  readonly scopeToday: string;
  readonly editions: string;
  readonly sinceEver: string;
  readonly registered: (code: string, isNew: boolean, keys: number | undefined) => string;
  readonly noted: (code: string) => string;
  readonly written: (file: string, count: number) => string;
}

/** What `facility` tells. */
export const FACILITY_CLI_WORDS: Readonly<Record<Language, FacilityWords>> = {
  vi: {
    table: ['mã', 'nhóm', 'phạm vi', 'công bố', 'mở đến', 'khóa', 'xã', 'tên'],
    unknown: 'chưa quyết định',
    counted: (told, added, changed, unchanged) =>
      `${told} cơ sở: thêm ${added}, thay đổi ${changed}, giữ nguyên ${unchanged}`,
    stays: 'không có trong tệp, giữ nguyên',
    faults: (count) => `${count} lỗi`,
    warnings: (count) => `${count} cảnh báo`,
    nothingImported: 'không nhập gì',
    state: { imported: 'đã nhập', unchanged: 'không có gì thay đổi', 'dry-run': 'chạy thử: không ghi gì' },
    place: {
      sheet: (value) => `trang “${value}”`,
      row: (value) => `dòng ${value}`,
      entry: (value) => `mục ${value}`,
      column: (value) => `cột “${value}”`,
    },
    more: (count) => `… và ${count} nữa (xem --json)`,
    remedy: 'cách sửa',
    changed: { yes: (code) => `${code} đã thay đổi`, no: (code) => `${code}: không có gì thay đổi` },
    added: 'thêm vào danh mục',
    notes: 'Ghi chú',
    keys: 'Khóa công khai',
    scopeToday: 'Phạm vi hôm nay',
    editions: 'Số lần sửa',
    sinceEver: 'từ trước',
    registered: (code, isNew, keys) =>
      `${isNew ? 'đã thêm' : 'đã cập nhật'} ${code}${keys === undefined ? '' : `, đăng ký ${keys} khóa`}`,
    noted: (code) => `đã ghi chú cho ${code}`,
    written: (file, count) => `${file}: ${count} cơ sở`,
  },
  en: {
    table: ['code', 'cohort', 'scope', 'announced', 'open to', 'keys', 'commune', 'name'],
    unknown: 'undecided',
    counted: (told, added, changed, unchanged) =>
      `${told} facilities: ${added} added, ${changed} changed, ${unchanged} unchanged`,
    stays: 'not in the file, stay as they are',
    faults: (count) => `${count} ${count === 1 ? 'fault' : 'faults'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    nothingImported: 'nothing was imported',
    state: { imported: 'imported', unchanged: 'nothing changes', 'dry-run': 'dry run: nothing was written' },
    place: {
      sheet: (value) => `sheet "${value}"`,
      row: (value) => `row ${value}`,
      entry: (value) => `entry ${value}`,
      column: (value) => `column "${value}"`,
    },
    more: (count) => `… and ${count} more (see --json)`,
    remedy: 'remedy',
    changed: { yes: (code) => `${code} was changed`, no: (code) => `${code}: nothing changes` },
    added: 'added to the registry',
    notes: 'notes',
    keys: 'public keys',
    scopeToday: 'scope today',
    editions: 'editions',
    sinceEver: 'since ever',
    registered: (code, isNew, keys) =>
      `${code} ${isNew ? 'added' : 'updated'}${keys === undefined ? '' : `, ${keys} keys registered`}`,
    noted: (code) => `${code} has a new note`,
    written: (file, count) => `${file}: ${count} facilities`,
  },
};

/** A text that is bilingual or the same in both languages. */
export function inLanguage(text: string | Bilingual, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** Text from outside on a terminal: control characters show as `?`. */
export function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
