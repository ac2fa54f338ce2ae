import { describe, expect, it } from '@jest/globals';
import { MARK_END, MARK_START } from './search-language.js';
import { snippetHtml } from './snippet-html.js';

describe('snippets', () => {
  it('are HTML in which nothing but the marks is markup', () => {
    const text = `1 < 2 & "${MARK_START}<mark>${MARK_END}" it's`;
    expect(snippetHtml(text)).toBe('1 &lt; 2 &amp; &quot;<mark>&lt;mark&gt;</mark>&quot; it&#39;s');
  });

  it('are of bounded length, with every mark closed', () => {
    const long = snippetHtml(`${MARK_START}${'"'.repeat(50_000)}${MARK_END}`);
    expect(long.length).toBeLessThan(7_000);
    expect(long).toMatch(/^<mark>(&quot;)+<\/mark>$/);
  });
});
