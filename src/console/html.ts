const MARKUP = Symbol('markup');

/** Markup made by `html`: what came from outside in it is escaped. */
export interface Html {
  readonly [MARKUP]: string;
}

type Content = Html | string | number | readonly Content[];

/**
 * Template tag for markup. Every value is escaped, also inside quoted attributes, unless it is itself made by `html`;
 * lists are joined.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const text = parts.reduce((before, part, index) => `${before}${toMarkup(values[index - 1] ?? '')}${part}`);
  return { [MARKUP]: text };
}

/** The text of a page. */
export function renderHtml(content: Html): string {
  return content[MARKUP];
}

function toMarkup(content: Content): string {
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  return isList(content) ? content.map(toMarkup).join('') : content[MARKUP];
}

function isList(content: Html | readonly Content[]): content is readonly Content[] {
  return Array.isArray(content);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
