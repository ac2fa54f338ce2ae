/** A language tag of BCP 47 in its canonical form (`de-de` → `de-DE`); undefined when it is none. */
export function canonicalLocale(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
