import type { Narrative } from '@medplum/fhirtypes';

const MARKS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Characters that XML 1.0 has no way to write. */
const UNWRITABLE = /(?![\t\n\r])[\p{Cc}\p{Noncharacter_Code_Point}]/gu;

const toXhtml = (text: string) => text.replaceAll(UNWRITABLE, '').replaceAll(/[&<>"]/g, (mark) => String(MARKS[mark]));

/** A table for readers; cells are plain text. */
export function tableNarrative(columns: readonly string[], rows: readonly (readonly string[])[]): Narrative {
  const line = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${toXhtml(cell)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((cells) => line(cells, 'td')).join('');
  return narrative(`<table><thead>${line(columns, 'th')}</thead><tbody>${body}</tbody></table>`);
}

/** Paragraphs of plain text. */
export function textNarrative(...paragraphs: readonly string[]): Narrative {
  return narrative(paragraphs.map((text) => `<p>${toXhtml(text)}</p>`).join(''));
}

function narrative(content: string): Narrative {
  return {
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi">${content}</div>`,
  };
}
