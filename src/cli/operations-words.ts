import type { RetentionEntry } from '../types/retention.ts';
import type { Language } from './language.ts';

interface OperationsWords {
  readonly contents: (facilities: number, submissions: number, records: number) => string;
  readonly newest: string;
  readonly open: string;
  readonly none: string;
  readonly audit: (entries: number, hash: string) => string;
  readonly emptyAudit: string;
  readonly bytes: (file: string, bytes: number) => string;
  readonly noted: (at: string) => string;
  readonly restored: (file: string, dataDir: string) => string;
  readonly aside: (file: string) => string;
  readonly sentAgain: string;
  readonly tables: readonly string[];
  readonly same: (table: string, rows: number) => string;
  readonly verified: (entries: number) => string;
  readonly entries: readonly string[];
  readonly counts: readonly string[];
  readonly what: Readonly<Record<RetentionEntry['what'], string>>;
  readonly keptBy: Readonly<Record<NonNullable<RetentionEntry['keptBy']>, string>>;
  readonly cut: (limit: number) => string;
  readonly gone: (count: number) => string;
  readonly holds: readonly string[];
  readonly everything: string;
  readonly held: (id: string, record: string, facility: string) => string;
  readonly dropped: (id: string) => string;
}

/** What `backup`, `restore`, `copy`, `retention` and `hold` tell. */
export const OPERATIONS_WORDS: Readonly<Record<Language, OperationsWords>> = {
  vi: {
    contents: (facilities, submissions, records) => `${facilities} cơ sở, ${submissions} lần gửi, ${records} hồ sơ`,
    newest: 'hồ sơ mới nhất nhận lúc',
    open: 'lượt gửi chưa xong',
    none: 'không có',
    audit: (entries, hash) => `nhật ký kiểm toán: ${entries} mục, mục cuối ${hash}`,
    emptyAudit: 'nhật ký kiểm toán: trống',
    bytes: (file, bytes) => `${file}: ${bytes} byte`,
    noted: (at) => `đã ghi nhận: kho được sao lưu lúc ${at}`,
    restored: (file, dataDir) => `đã phục hồi ${file} vào ${dataDir}`,
    aside: (file) => `kho trước đó nay là ${file}`,
    sentAgain: `Những gì nơi nhận đã nhận sau bản sao lưu này sẽ được gửi lại. Trước khi khởi động cổng: 'lien-thong queue stop NƠI_NHẬN'
cho những nơi sẽ ghi nhận hai lần (docs/guides/operations.vi.md)`,
    tables: ['bảng', 'số dòng', 'tổng SHA-256'],
    same: (table, rows) => `${table}: ${rows} dòng giống nhau`,
    verified: (entries) => `nhật ký kiểm toán: ${entries} mục đã kiểm tra`,
    entries: ['gì', 'loại', 'cơ sở', 'hồ sơ', 'nhận ngày', 'giữ vì'],
    counts: ['gì', 'loại', 'được xóa', 'chưa gửi xong', 'chưa đối soát', 'có lệnh giữ'],
    what: { record: 'hồ sơ', version: 'phiên bản', message: 'bản tin' },
    keptBy: { undelivered: 'chưa gửi xong', unreconciled: 'chưa đối soát', held: 'có lệnh giữ' },
    cut: (limit) => `đây là ${limit} mục cũ nhất: có thể còn nữa (--limit)`,
    gone: (count) => `đã xóa ${count} mục`,
    holds: ['lệnh giữ', 'cơ sở', 'hồ sơ', 'từ lúc', 'người giữ', 'lý do'],
    everything: '(tất cả)',
    held: (id, record, facility) => `${id} giữ ${record} của ${facility}`,
    dropped: (id) => `đã bỏ lệnh giữ ${id}`,
  },
  en: {
    contents: (facilities, submissions, records) =>
      `${facilities} facilities, ${submissions} submissions, ${records} records`,
    newest: 'newest record received',
    open: 'deliveries that are not finished',
    none: 'none',
    audit: (entries, hash) => `audit log: ${entries} entries, head ${hash}`,
    emptyAudit: 'audit log: empty',
    bytes: (file, bytes) => `${file}: ${bytes} bytes`,
    noted: (at) => `noted: the store was copied away at ${at}`,
    restored: (file, dataDir) => `${file} restored to ${dataDir}`,
    aside: (file) => `the store that was there is now ${file}`,
    sentAgain: `What destinations got after this backup goes to them again. Before the gateway starts: 'lien-thong queue stop DESTINATION'
for those that would take it twice (docs/guides/operations.md)`,
    tables: ['table', 'rows', 'sum of SHA-256'],
    same: (table, rows) => `${table}: ${rows} rows are the same`,
    verified: (entries) => `audit log: ${entries} entries verified`,
    entries: ['what', 'kind', 'facility', 'record', 'received', 'kept by'],
    counts: ['what', 'kind', 'may go', 'undelivered', 'unreconciled', 'held'],
    what: { record: 'record', version: 'version', message: 'message' },
    keptBy: { undelivered: 'undelivered', unreconciled: 'unreconciled', held: 'held' },
    cut: (limit) => `these are the oldest ${limit}: there may be more (--limit)`,
    gone: (count) => `${count} ${count === 1 ? 'entry' : 'entries'} let go`,
    holds: ['hold', 'facility', 'record', 'since', 'by', 'reason'],
    everything: '(all)',
    held: (id, record, facility) => `${id} holds ${record} of ${facility}`,
    dropped: (id) => `${id} dropped`,
  },
};
