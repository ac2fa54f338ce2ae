/** `price-book` → `PriceBook`. */
export function pascalCase(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** What the bodies of bulk routes call the records: `price-books` → `priceBooks`. */
export function bulkName(plural: string): string {
  return plural.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** A record type as it stands at the beginning of a sentence: `lead` → `Lead`. */
export function titleOf({ name }: { readonly name: string }): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
