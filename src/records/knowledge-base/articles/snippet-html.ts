import { GREATER, LESS, MARK_END, MARK_START } from './search-language.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  [LESS]: '&lt;',
  [GREATER]: '&gt;',
};

/** Characters: a text may be one long word. */
const LONGEST = 1_000;

/** A text in which words are marked, as HTML that a page can hold as it is. */
export function snippetHtml(marked: string): string {
  return cutOff(marked)
    .replaceAll(/[&<>"'\ue002\ue003]/g, (character) => ESCAPES[character] ?? '')
    .replaceAll(MARK_START, '<mark>')
    .replaceAll(MARK_END, '</mark>');
}

function cutOff(marked: string): string {
  if (marked.length <= LONGEST) return marked;
  const beginning = marked.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '');
  return beginning.lastIndexOf(MARK_START) > beginning.lastIndexOf(MARK_END)
    ? beginning + MARK_END
    : beginning;
}
