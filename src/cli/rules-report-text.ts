import type { BrokenRule, EnforcedReport, FacilityOutlook } from '../validate/policy/enforced-report.ts';
import type { Language } from './language.ts';
import { renderTable } from './text-table.ts';

const WORDS = {
  vi: {
    title: ({ from, to, policy }: EnforcedReport) =>
      `Nếu mọi quy tắc đều được áp dụng: hồ sơ nhận từ ${from} đến ${to}, chính sách ${policy}`,
    facilities: ['cơ sở', 'hồ sơ', 'giữ hiện nay', 'từ chối hiện nay', 'giữ', 'từ chối'],
    rules: ['cơ sở', 'quy tắc', 'xử lý', 'hồ sơ'],
    all: 'tất cả',
  },
  en: {
    title: ({ from, to, policy }: EnforcedReport) =>
      `If every rule were enforced: records received from ${from} to ${to}, policy ${policy}`,
    facilities: ['facility', 'records', 'held now', 'refused now', 'held', 'refused'],
    rules: ['facility', 'rule', 'would do', 'records'],
    all: 'all',
  },
} as const;

/** The report as two tables: facilities, then the rules that would hold back or refuse records of each. */
export function renderEnforced(report: EnforcedReport, language: Language): string {
  const words = WORDS[language];
  const outlooks = [{ facility: words.all, ...report }, ...report.facilities];
  const rules = outlooks.flatMap(({ facility, rules: broken }) => broken.filter(isHindering).map(toRow(facility)));
  return [
    `${words.title(report)}\n`,
    renderTable(words.facilities, outlooks.map(toFacilityRow)),
    renderTable(words.rules, rules),
  ].join('\n');
}

function toFacilityRow({ facility, records, now, enforced }: Omit<FacilityOutlook, 'rules'>): readonly string[] {
  const counts = [records, now.quarantined, now.refused, enforced.quarantined, enforced.refused];
  return [facility, ...counts.map(String)];
}

function isHindering({ action }: BrokenRule): boolean {
  return action === 'quarantine' || action === 'refuse';
}

function toRow(facility: string): (broken: BrokenRule) => readonly string[] {
  return ({ rule, action, records }) => [facility, rule, action, String(records)];
}
