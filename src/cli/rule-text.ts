import type { DescribedRule } from '../validate/policy/describe-rules.ts';
import type { RulesInForce } from '../validate/policy/rule-desk.ts';
import type { Language } from './language.ts';
import { renderTable } from './text-table.ts';

const WORDS = {
  vi: {
    headings: ['quy tắc', 'xử lý', 'theo danh mục', 'hiệu lực', 'nội dung'],
    policy: 'chính sách',
    phase: 'giai đoạn',
    facility: 'cơ sở',
    anyFacility: 'không có thiết lập riêng',
    labels: { action: 'xử lý', remedy: 'cách sửa', source: 'căn cứ', dates: 'hiệu lực', certainty: 'độ chắc chắn' },
    fixed: 'không đổi được bằng chính sách',
    onFhir: 'với FHIR do bên gửi tự tạo',
    certainties: { read: 'đã đọc văn bản', seen: 'đã gặp trong thực tế', reported: 'theo nguồn thứ cấp' },
  },
  en: {
    headings: ['rule', 'does', 'by itself', 'dates', 'text'],
    policy: 'policy',
    phase: 'phase',
    facility: 'facility',
    anyFacility: 'without settings of its own',
    labels: { action: 'does', remedy: 'remedy', source: 'source', dates: 'dates', certainty: 'certainty' },
    fixed: 'no matter of policy',
    onFhir: "in the sender's own FHIR",
    certainties: { read: 'the basis was read', seen: 'seen in practice', reported: 'at second hand' },
  },
} as const;

/** The catalogue as a table: what each rule does, and what it would do by itself where that differs. */
export function renderRules({ policy, facility, asOf, phase, rules }: RulesInForce, language: Language): string {
  const words = WORDS[language];
  const rows = rules.map((rule) => [
    rule.id,
    rule.effective,
    rule.effective === rule.action ? '' : rule.action,
    datesOf(rule),
    rule.text[language],
  ]);
  const about = `${words.policy} ${policy}, ${words.phase} ${phase}, ${words.facility} ${facility ?? words.anyFacility}, ${asOf}`;
  return `${about}\n\n${renderTable(words.headings, rows)}`;
}

/** One rule with everything that is known of it. */
export function renderRule(rule: DescribedRule, language: Language): string {
  const { labels, fixed, onFhir, certainties } = WORDS[language];
  const onOwnFhir = rule.effectiveOnFhir === rule.effective ? '' : `; ${rule.effectiveOnFhir} ${onFhir}`;
  const lines = [
    `${rule.id}  ${rule.text[language]}`,
    `  ${labels.action}: ${rule.effective}${onOwnFhir}${rule.tunable ? '' : ` (${fixed})`}`,
    `  ${labels.remedy}: ${rule.remedy[language]}`,
    `  ${labels.source}: ${rule.source} (${certainties[rule.certainty]})`,
    ...(datesOf(rule) === '' ? [] : [`  ${labels.dates}: ${datesOf(rule)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** `2025-07-01 …`, `… 2025-08-14`; '' for a rule without dates. */
function datesOf({ validFrom, validTo }: DescribedRule): string {
  return validFrom === undefined && validTo === undefined ? '' : `${validFrom ?? ''} … ${validTo ?? ''}`.trim();
}
