import type { Bilingual } from '../../src/types/issue.ts';

/** A code span that may stand in a cell of a table. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** Text for a cell of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

/** Both languages in a cell, Vietnamese first. */
export function both({ vi, en }: Bilingual): string {
  return `${cell(vi)}<br>*${cell(en)}*`;
}

/** Both languages on a line; once where they are the same. */
export function inline({ vi, en }: Bilingual): string {
  return vi === en ? vi : `${vi} / *${en}*`;
}

/** How many digits stand after the decimal point. */
export function decimalsOf(digits: number): string {
  return inline({ vi: `${digits} chữ số thập phân`, en: `${digits} ${digits === 1 ? 'decimal' : 'decimals'}` });
}

/** A table. Rows have as many cells as the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Lines of one cell. */
export function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('<br>');
}
