import type { Refusal } from '../types/issue.ts';
import { html, renderHtml } from './html.ts';

/** Why staff cannot see the console, and what to configure, in both languages. It loads nothing. */
export function renderRefusal({ issues }: Refusal): string {
  const paragraphs = (language: 'vi' | 'en') =>
    issues.map(({ text, remedy }) => html`<p lang="${language}">${text[language]} ${remedy[language]}</p>`);
  return renderHtml(html`<!doctype html>
<html lang="vi">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Liên Thông</title>
</head>
<body>
  <main>
    <h1>Liên Thông</h1>
    ${paragraphs('vi')}
    ${paragraphs('en')}
    <p><small>${issues.map(({ rule }) => rule.id).join(', ')}</small></p>
  </main>
</body>
</html>
`);
}
