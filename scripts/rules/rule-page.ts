import type { Bilingual, Rule } from '../../src/types/issue.ts';
import { isTunable, ownAction, stageOf } from '../../src/validate/policy/rule-actions.ts';
import type { RuleExample, RuleExamples } from './rule-examples.ts';

/** Stages in the order of the line. */
const STAGES: readonly (readonly [stage: string, title: Bilingual])[] = [
  ['LT-R', { vi: 'Tiếp nhận', en: 'Receiving' }],
  ['LT-A', { vi: 'Xác thực', en: 'Authentication' }],
  ['LT-D', { vi: 'Đọc', en: 'Reading' }],
  ['LT-M', { vi: 'Chuyển đổi', en: 'Mapping' }],
  ['LT-B', { vi: 'Nghiệp vụ', en: 'Business rules' }],
  ['LT-V', { vi: 'Cấu trúc và profile FHIR', en: 'Structure and profiles of FHIR' }],
  ['LT-G', { vi: 'Toàn bộ lần gửi', en: 'The submission as a whole' }],
  ['LT-F', { vi: 'Danh mục cơ sở', en: 'Registry of facilities' }],
  ['LT-C', { vi: 'Xem số liệu', en: 'Reading figures' }],
];

const CERTAINTY: Readonly<Record<NonNullable<Rule['certainty']>, string>> = {
  read: '',
  seen: ' · đã gặp trong thực tế, chưa đọc trong văn bản / seen in practice, not read in the text',
  reported: ' · theo nguồn thứ cấp / at second hand',
};

/**
 * docs/rules.md: every rule of the catalogue by stage, with texts, remedy, source, dates and examples. Throws on a rule of
 * a stage that has no section.
 */
export function renderRulePage(rules: readonly Rule[], examples: ReadonlyMap<string, RuleExamples>): string {
  const stray = rules.find(({ id }) => !STAGES.some(([stage]) => stage === stageOf(id)));
  if (stray !== undefined) throw new Error(`the page has no section for ${stray.id}`);
  const sections = STAGES.map(([stage, title]) => {
    const own = rules.filter(({ id }) => stageOf(id) === stage).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return [`## ${stage}: ${title.vi} / ${title.en}`, ...own.map((rule) => renderRule(rule, examples.get(rule.id)))];
  });
  const head = [
    '# Quy tắc / Rules',
    'Trang này được tạo từ danh mục quy tắc; sửa danh mục rồi chạy `node scripts/generate-rule-page.ts`, không sửa trang này. / This page is made from the catalogue; change that and run the script, not the page.',
    'Mỗi quy tắc làm gì là do [chính sách](policy.md); ở đây là điều danh mục tự nói. Ví dụ thay đổi một hồ sơ không có lỗi. / What each rule does is up to the [policy](policy.md); here is what the catalogue itself says. Examples change a record without a fault.',
  ];
  return `${[...head, ...sections.flat()].join('\n\n')}\n`;
}

function renderRule(rule: Rule, examples: RuleExamples | undefined): string {
  const { id, text, remedy, source, certainty = 'read', status } = rule;
  const fixed = isTunable(rule) ? '' : ' (không theo chính sách / no matter of policy)';
  const lines = [
    `### ${id}: ${ownAction(rule, 'claim-xml')}${status === undefined ? '' : `, HTTP ${status}`}${fixed}`,
    '',
    `- ${text.vi} *${remedy.vi}*`,
    `- ${text.en} *${remedy.en}*`,
    `- ${source}${CERTAINTY[certainty]}${renderDates(rule)}`,
    ...(examples === undefined ? [] : renderExamples(examples)),
  ];
  return lines.join('\n');
}

function renderDates({ validFrom, validTo }: Rule): string {
  const from = validFrom === undefined ? '' : ` từ / from ${validFrom}`;
  const to = validTo === undefined ? '' : ` đến / to ${validTo}`;
  return `${from}${to}` === '' ? '' : ` · hồ sơ kết thúc / care that ended${from}${to}`;
}

function renderExamples({ fails, passes }: RuleExamples): readonly string[] {
  return [
    ...fails.map((example) => `- sai / fails: ${renderChange(example)} → ${code(example.at)}`),
    ...passes.map((example) => `- đúng / passes: ${renderChange(example)}`),
  ];
}

function renderChange({ change = {}, rows = {}, tables = {}, without = [] }: RuleExample): string {
  const fields = [
    ...Object.entries({ ...change, ...tables }).map(([table, row]) => [table, row] as const),
    ...Object.entries(rows).flatMap(([table, more]) => more.map((row) => [`${table}[+]`, row] as const)),
  ].flatMap(([table, row]) =>
    Object.entries(row).map(([field, value]) => code(`${table}.${field} = ${value ?? ''}`.trim())),
  );
  return [...fields, ...without.map((table) => `không có / no ${code(table)}`)].join(', ');
}

function code(text: string): string {
  return `\`${text.replaceAll('\n', '⏎')}\``;
}
