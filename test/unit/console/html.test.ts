import { describe, expect, it } from '@jest/globals';
import { html, renderHtml } from '../../../src/console/html.ts';

describe('html', () => {
  it('escapes what comes from outside, in text and in attributes', () => {
    const name = `<img src=x onerror="alert('1')"> & Co`;
    const escaped = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co';
    expect(renderHtml(html`<b title="${name}">${name}</b>`)).toBe(`<b title="${escaped}">${escaped}</b>`);
  });

  it('keeps its own markup, joins lists and writes numbers', () => {
    const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`);
    expect(renderHtml(html`<ul>${items}</ul>${''}${7}`)).toBe('<ul><li>a&lt;</li><li>b</li></ul>7');
  });

  it('takes no markup from an object that only looks like it', () => {
    expect(renderHtml(html`${String({ markup: '<b>' })}`)).toBe('[object Object]');
  });
});
