import { isAnywhere, readSearchTerms, type SearchTerm } from './search-terms.js';

/** The columns of a search, quoted. */
export interface SearchColumns {
  /** All that the policy names, in its order: what the table's indexes hold. */
  readonly indexed: readonly string[];
  /** Those that the reader may see: in these it must be found as well. */
  readonly visible: readonly string[];
}

type Bind = (value: unknown) => string;

/**
 * The condition that a text search puts on rows: each of its words is somewhere in the columns, in any order, whatever
 * its accents and capitals.
 *
 * @throws {BadRequestError} for what cannot be looked for
 */
export function searchCondition(search: string, columns: SearchColumns, bind: Bind): string {
  return inEach(columns, termsCondition(readSearchTerms(search).terms, bind));
}

/** Each word of it stands in the columns as a whole word. Together with `searchCondition`: such words alone are no proof. */
export function wholeWordsCondition(search: string, columns: SearchColumns, bind: Bind): string {
  const query = `plainto_tsquery('simple', search_key(${bind(search)}))`;
  return inEach(columns, (content) => [`to_tsvector('simple', ${content}) @@ ${query}`]);
}

/**
 * As `searchCondition`, but words of four letters and more may be written differently.
 *
 * @returns undefined when there is no such word
 */
export function similarCondition(search: string, columns: SearchColumns, bind: Bind): string | undefined {
  const { terms } = readSearchTerms(search);
  const fuzzy = terms.filter(({ isFuzzy }) => isFuzzy).map(({ text }) => `search_key(${bind(text)})`);
  if (fuzzy.length === 0) return undefined;
  const exact = termsCondition(
    terms.filter(({ isFuzzy }) => !isFuzzy),
    bind,
  );
  return inEach(columns, (content) => [...fuzzy.map((key) => `${key} <% ${content}`), ...exact(content)]);
}

/** From 0.4 for a fragment to 1 for a whole field, of a row that `searchCondition` found. */
export function searchScore(search: string, { visible }: SearchColumns, bind: Bind): string {
  const { terms, wholes } = readSearchTerms(search);
  const keys = (texts: readonly (string | null)[]): string =>
    `(SELECT array_agg(search_key(sought)) FROM unnest(${bind(texts)}::text[]) AS sought)`;
  const texts = keys(terms.map(({ text }) => text));
  const digits = keys(terms.map((term) => term.digits ?? null));
  return `search_rank(${contentOf(visible)}, ${keys(wholes)}, ${texts}, ${digits})`;
}

/** Below 0.4, of a row that `similarCondition` found. */
export function similarScore(search: string, { visible }: SearchColumns, bind: Bind): string {
  const fuzzy = readSearchTerms(search).terms.filter(({ isFuzzy }) => isFuzzy);
  const places = fuzzy.map(({ text }) => `word_similarity(search_key(${bind(text)}), ${contentOf(visible)})`);
  return `round((0.3 * (${places.join(' + ')}) / ${places.length})::numeric, 4)`;
}

/** The same expression as in the table's indexes. */
function contentOf(columns: readonly string[]): string {
  return `search_text(${columns.join(', ')})`;
}

/** An index finds rows by columns that the reader may not see, too: so they are looked at again. */
function inEach({ indexed, visible }: SearchColumns, conditions: (content: string) => string[]): string {
  const contents = new Set([contentOf(indexed), contentOf(visible)]);
  return [...contents].flatMap(conditions).join(' AND ');
}

function termsCondition(terms: readonly SearchTerm[], bind: Bind): (content: string) => string[] {
  const patterns = terms.map((term) => patternsOf(term, bind));
  return (content) =>
    patterns.map((ways) => `(${ways.map((pattern) => `${content} LIKE ${pattern}`).join(' OR ')})`);
}

function patternsOf({ text, digits, isAnywhere: anywhere }: SearchTerm, bind: Bind): string[] {
  const pattern = `search_pattern(${bind(text)}, ${anywhere})`;
  if (digits === undefined) return [pattern];
  return [pattern, `search_pattern(${bind(digits)}, ${isAnywhere(digits)})`];
}
