import { badFilter } from '../lists/list-filters.js';

/** One word that somebody looks for. */
export interface SearchTerm {
  readonly text: string;
  /** Its digits alone, where it may be written in other ways: `567-890`. */
  readonly digits: string | undefined;
  /** Whether it is found inside of words too; one that is too short for an index is where a word begins. */
  readonly isAnywhere: boolean;
  /** Whether words that are written nearly like it are worth a try. */
  readonly isFuzzy: boolean;
}

export interface SearchTerms {
  readonly terms: readonly SearchTerm[];
  /** The search as one text; of a phone number also its digits. */
  readonly wholes: readonly string[];
}

const MOST_TERMS = 10;
const SOUGHT = /[\p{L}\p{N}]/u;
/** An index of trigrams finds what has three letters or digits in a row. */
const INDEXED = /[\p{L}\p{N}]{3}/u;
const FUZZY = /^[\p{L}'’-]{4,}$/u;
const PHONE = /^[ +(]*\d[\d ().\-/]*$/;

/** @throws {BadRequestError} for what cannot be looked for */
export function readSearchTerms(search: string, parameter = 'search'): SearchTerms {
  const text = search.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  const words = [...new Set(text.split(' '))].filter((word) => SOUGHT.test(word));
  if (words.length === 0) throw badFilter(parameter, 'must have a letter or a digit');
  if (words.length > MOST_TERMS) throw badFilter(parameter, `must have at most ${MOST_TERMS} words`);
  const digits = digitsOf(text);
  return { terms: words.map(termOf), wholes: digits === undefined ? [text] : [text, digits] };
}

function termOf(text: string): SearchTerm {
  return { text, digits: digitsOf(text), isAnywhere: isAnywhere(text), isFuzzy: FUZZY.test(text) };
}

export function isAnywhere(text: string): boolean {
  return INDEXED.test(text);
}

function digitsOf(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, '');
  return PHONE.test(text) && digits !== text ? digits : undefined;
}
