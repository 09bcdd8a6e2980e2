import type { AuditCheckpoint, ChainFault, ChainVerdict } from '../audit/verify-chain.ts';
import type { Bilingual } from '../types/issue.ts';
import type { Language } from './language.ts';

/** What it means that the entry of a number is the first bad one. */
const MEANINGS: Readonly<Record<ChainFault, (sequence: number) => Bilingual>> = {
  missing: (sequence) => ({
    vi: `mục ${sequence} không có trong nhật ký, tuy từng có: một hoặc nhiều mục từ số này đã bị xóa`,
    en: `entry ${sequence} is not in the log, though it was: one or more entries from this number on were deleted`,
  }),
  outside: (sequence) => ({
    vi: `có mục mang số ${sequence}, đứng trước mục số 1: cổng không bao giờ ghi mục như vậy, mục này được thêm từ bên ngoài`,
    en: `an entry has the number ${sequence}, before number 1: the gateway never wrote it, it was added from outside`,
  }),
  hash: (sequence) => ({
    vi: `mục ${sequence} không khớp với mã băm của chuỗi: mục này hoặc mã băm của nó đã bị sửa, hoặc tại đây có mục bị tráo, xóa hay thêm vào`,
    en: `entry ${sequence} does not fit the hash of the chain: it or its hash was changed, or an entry was swapped, removed or added here`,
  }),
  time: (sequence) => ({
    vi: `thời điểm lưu bên cạnh mục ${sequence} không phải là thời điểm ghi trong mục: một trong hai đã bị sửa`,
    en: `the time kept beside entry ${sequence} is not the one that the entry gives: one of them was changed`,
  }),
  checkpoint: (sequence) => ({
    vi: `chuỗi tự nó vẫn khớp, nhưng mục ${sequence} không phải là mục đã được ghi lại làm điểm kiểm tra: từ đây trở về trước, nhật ký đã bị tính lại`,
    en: `the chain holds in itself, but entry ${sequence} is not the one that the checkpoint was taken of: the log was computed anew, here or before`,
  }),
  tail: cutBefore('hồ sơ nhận', 'records that were received'),
  edition: cutBefore('thay đổi danh mục cơ sở', 'changes of the registry of facilities that were made'),
  note: cutBefore('nhận xét về cơ sở', 'remarks about facilities that were written'),
  hold: cutBefore('lệnh giữ lại hồ sơ', 'holds that were put'),
  report: (sequence) => ({
    vi: `chuỗi tự nó vẫn khớp, nhưng kho có báo cáo đã chốt mà nhật ký không có mục chốt với mã SHA-256 đó: phần cuối nhật ký, từ mục ${sequence}, đã bị cắt, hoặc báo cáo không do cổng chốt`,
    en: `the chain holds in itself, but the store keeps a frozen report, and no entry of its freezing with that SHA-256 is in the log: the end of the log, from entry ${sequence} on, was cut off, or the gateway did not freeze that report`,
  }),
};

function cutBefore(vi: string, en: string): (sequence: number) => Bilingual {
  return (sequence) => ({
    vi: `chuỗi tự nó vẫn khớp, nhưng kho có ${vi} sau mục cuối cùng: phần cuối nhật ký, từ mục ${sequence}, đã bị cắt`,
    en: `the chain holds in itself, but the store keeps ${en} after its newest entry: the end of the log, from entry ${sequence} on, was cut off`,
  });
}

/** What to do then. */
const REMEDY: Bilingual = {
  vi: `Cổng chỉ thêm vào cuối nhật ký, không bao giờ sửa. Đừng sửa gì trong kho: giữ lại một bản, so với bản sao lưu gần nhất
('lien-thong audit verify' trên bản đã phục hồi ở nơi khác), báo người phụ trách an toàn thông tin
(docs/runbooks/audit-chain-broken.md).`,
  en: `The gateway only adds to the end of the log and never changes it. Change nothing in the store: keep a copy of it, compare it with
the newest backup ('lien-thong audit verify' where that is restored elsewhere), and tell who answers for information security
(docs/runbooks/audit-chain-broken.md).`,
};

/** The verdict on a chain, with what it cannot tell, as text of several lines. */
export function describeVerdict(verdict: ChainVerdict, checkpoint: AuditCheckpoint | undefined): Bilingual {
  if (!verdict.ok) {
    const { vi, en } = MEANINGS[verdict.fault](verdict.sequence);
    return {
      vi: `nhật ký kiểm toán KHÔNG nguyên vẹn: ${vi}\n${REMEDY.vi}\n`,
      en: `the audit log is NOT intact: ${en}\n${REMEDY.en}\n`,
    };
  }
  const { entries, head } = verdict;
  const newest = entries === 0 ? '-' : `${head.sequence}:${head.hash}`;
  const limits = limitsOf(checkpoint);
  return {
    vi: `nhật ký kiểm toán nguyên vẹn: ${entries} mục\nmục cuối (ghi lại ở nơi khác): ${newest}\n${limits.vi}\n`,
    en: `the audit log is intact: ${entries} entries\nnewest entry (note it down elsewhere): ${newest}\n${limits.en}\n`,
  };
}

function limitsOf(checkpoint: AuditCheckpoint | undefined): Bilingual {
  if (checkpoint !== undefined) {
    const { sequence } = checkpoint;
    return {
      vi: `đúng là chuỗi của điểm kiểm tra ${sequence}; những mục sau đó mà đã bị cắt ở cuối thì không thể thấy`,
      en: `it is the chain of checkpoint ${sequence}; entries after it that were cut off at the end cannot be seen`,
    };
  }
  return {
    vi: `không có điểm kiểm tra (--checkpoint): nếu cả chuỗi bị tính lại, hoặc phần cuối sau hồ sơ, thay đổi danh mục, nhận xét, lệnh giữ hay báo cáo chốt mới nhất bị cắt, thì không thể thấy`,
    en: `without a checkpoint (--checkpoint) it cannot be seen when the whole chain was computed anew, or the end after the newest record, registry change, remark, hold or frozen report was cut off`,
  };
}

/** How far the reading is. */
export function readingProgress(entries: number, language: Language): string {
  const count = entries.toLocaleString(language === 'vi' ? 'vi-VN' : 'en-US');
  return { vi: `đã đọc ${count} mục…`, en: `${count} entries read…` }[language];
}
