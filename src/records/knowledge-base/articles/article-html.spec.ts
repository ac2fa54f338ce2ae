import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readHtml } from '../../../../test/support/html-faults.js';
import { htmlOf, plainTextOf } from './article-html.js';
import { XSS_PAYLOADS } from '../../../../test/support/xss-payloads.js';

describe('the HTML of an article', () => {
  it('is what Markdown says', () => {
    const body = [
      '# Title\n\nA *word*, **two**, ~~gone~~, `code <b>` and [a link](https://example.com "Why").',
      '\n\n- one\n- two\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n\n```js\nlet x = 1 < 2;\n```\n\n![alt](https://example.com/a.png)',
      '\n\nhttps://example.org and <b>raw</b>\n\n> quoted',
    ].join('');
    expect(htmlOf(body)).toBe(
      [
        '<h1>Title</h1>',
        '<p>A <em>word</em>, <strong>two</strong>, <s>gone</s>, <code>code &lt;b&gt;</code> and <a href="https://example.com" title="Why" rel="nofollow noopener">a link</a>.</p>',
        '<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr>\n</tbody>\n</table>',
        '<pre><code class="language-js">let x = 1 &lt; 2;\n</code></pre>',
        '<p><img src="https://example.com/a.png" alt="alt" /></p>',
        '<p><a href="https://example.org" rel="nofollow noopener">https://example.org</a> and &lt;b&gt;raw&lt;/b&gt;</p>',
        '<blockquote>\n<p>quoted</p>\n</blockquote>\n',
      ].join('\n'),
    );
  });

  it('holds nothing of what is known to run scripts', () => {
    expect(XSS_PAYLOADS.length).toBeGreaterThan(60);
    for (const payload of XSS_PAYLOADS) {
      for (const body of [
        payload,
        `[x](${payload})`,
        `![x](<${payload}>)`,
        `[x][y]\n\n[y]: ${payload}`,
        `> ${payload}`,
      ])
        expect({ body, faults: readHtml(htmlOf(body)).faults }).toEqual({ body, faults: [] });
    }
  });

  it('holds nothing of it either however the parts of it are put together', () => {
    const part = fc.oneof(
      fc.constantFrom(...XSS_PAYLOADS),
      fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '<',
        '>',
        '"',
        "'",
        '`',
        '![',
        '](',
        '\n',
        '\n\n',
        '> ',
        '&#x6a;',
        '\\',
        '|',
      ),
      fc.constantFrom(
        'javascript:',
        'data:',
        'vbscript:',
        'onerror=',
        'style=',
        '<script',
        '<svg',
        '<!--',
        ']]>',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(readHtml(htmlOf(parts.join(''))).faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['quotes', '>'],
    ['brackets', '['],
    ['links', '[a]('],
    ['images', '![['],
    ['stars', '*a '],
    ['underscores', '_a'],
    ['lists', '- '],
    ['tables', '|'],
    ['tildes', '~~a'],
    ['addresses', 'http://a.b '],
    ['references', '[a]'],
    ['tags', '<a '],
    ['breaks', '- a\n  '],
  ])('takes bounded work for 200 kB of %s', (_name, piece) => {
    const body = piece.repeat(Math.floor(200_000 / piece.length));
    const begun = process.cpuUsage();
    htmlOf(body);
    plainTextOf(body);
    const { user, system } = process.cpuUsage(begun);
    // Some 0.2 s; what grows with the square of the length takes minutes.
    expect((user + system) / 1_000_000).toBeLessThan(4);
  });

  it('is bounded in depth', () => {
    for (const body of [
      '>'.repeat(2_000),
      `${'> - '.repeat(2_000)}a`,
      `${'*'.repeat(5_000)}a${'*'.repeat(5_000)}`,
    ]) {
      expect(readHtml(htmlOf(body)).depth).toBeLessThanOrEqual(60);
    }
  });
});

describe('the words of an article', () => {
  it('are there without what marks them up', () => {
    const body =
      '# One *two*\n\n[three](https://example.com) `four`\nfive\n\n```\nsix\n```\n\n| seven |\n|---|\n| <b>eight</b> |';
    expect(plainTextOf(body)).toBe('One two\nthree four five\nsix\n\nseven\n<b>eight</b>');
  });
});
