import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

/** Counts the changes of what is made of a text: what was kept under an older number is made anew. */
export const HTML_RULES = 1;

/** Elements within one another. */
const MOST_DEEP = 60;

/** Raw HTML is text to it; what nests deeper than `maxNesting` ends there. */
const markdown = new MarkdownIt('default', { html: false, linkify: true, typographer: false });
markdown.set({ maxNesting: 50 });

const REL = 'nofollow noopener';
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const BLOCKS = ['p', 'blockquote', 'pre', 'ul', 'ol', 'li', 'hr', 'br'];
const TABLES = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];

/** Closed: what Markdown makes, and nothing else. No style, no id, no event, no address but of these schemes. */
const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [...HEADINGS, ...BLOCKS, ...TABLES, 'a', 'img', 'em', 'strong', 's', 'code'],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title'],
    ol: ['start'],
    code: ['class'],
  },
  allowedClasses: { code: ['language-*'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  transformTags: { a: sanitizeHtml.simpleTransform('a', { rel: REL }) },
  parseStyleAttributes: false,
  // Emphasis within emphasis is not bounded by the reader of Markdown.
  nestingLimit: MOST_DEEP,
};

/**
 * A text in Markdown (CommonMark, with tables, strikethrough and bare addresses) as HTML that a page can hold as it is:
 * no script, style or event is in it, and links say `nofollow noopener`.
 */
export function htmlOf(body: string): string {
  return sanitizeHtml(markdown.render(body), ALLOWED);
}

/** The words of a text in Markdown, without what marks them up. */
export function plainTextOf(body: string): string {
  const words: string[] = [];
  for (const { type, content, children } of markdown.parse(body, {})) {
    if (children !== null)
      words.push(children.map((part) => (part.type.endsWith('break') ? ' ' : part.content)).join(''));
    else if (type === 'fence' || type === 'code_block') words.push(content);
  }
  return words.join('\n').trim();
}
