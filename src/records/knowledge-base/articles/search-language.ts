/** Around words that were found, until they are marked in HTML. Private characters, which are taken out of texts. */
export const [MARK_START, MARK_END] = ['\ue000', '\ue001'];
/** For `<` and `>`: the server would take what stands between them for markup, and leave it out. */
export const [LESS, GREATER] = ['\ue002', '\ue003'];
const PRIVATE = /[\ue000-\ue003]/g;

/** A text as it is searched, all of it. */
export function searchable(text: string): string {
  return text.replaceAll(PRIVATE, ' ').replaceAll('<', LESS).replaceAll('>', GREATER);
}

/** By the language of a locale: how its words end is known. */
const LANGUAGES: Readonly<Record<string, string>> = {
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  it: 'italian',
  nb: 'norwegian',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

/** Every one that articles may be searched in. */
export const SEARCH_LANGUAGES: readonly string[] = [...new Set(['simple', ...Object.values(LANGUAGES)])].map(
  (language) => `knowledge_${language}`,
);

/** The text search configuration for a locale: `knowledge_german` for `de-AT`. */
export function searchLanguageOf(locale: string): string {
  return `knowledge_${LANGUAGES[locale.split('-')[0]?.toLowerCase() ?? ''] ?? 'simple'}`;
}
