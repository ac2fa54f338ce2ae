/** The currency of a record that is about to be written; a new one may have named none. */
export function namedCurrency({ currency }: { readonly currency: string | null }, byDefault: string): string {
  return currency ?? byDefault;
}
