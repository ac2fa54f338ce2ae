/** What stands where the name of an erased person stood. */
export const ERASED_TEXT = '[erased]';

/** Shorter ones would be found where they mean something else. */
const SHORTEST = 5;

/** Takes the texts that name a person out of other texts, whatever their case; never a part of a longer word or number. */
export class Redaction {
  private readonly pattern: RegExp | undefined;
  private readonly texts: readonly string[];

  constructor(identifiers: readonly string[]) {
    const texts = [...new Set(identifiers.map((text) => text.trim()))].filter(
      (text) => text.length >= SHORTEST,
    );
    // The longest first: an address goes whole, not only the name in it.
    this.texts = texts.toSorted((one, other) => other.length - one.length);
    const parts = this.texts.map(escaped).join('|');
    this.pattern =
      parts === '' ? undefined : new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts})(?![\\p{L}\\p{N}])`, 'giu');
  }

  get isEmpty(): boolean {
    return this.pattern === undefined;
  }

  /** For `ILIKE ANY`, over text and over JSON as text: finds at least what is to be redacted. */
  get patterns(): string[] {
    const asJson = this.texts.map((text) => JSON.stringify(text).slice(1, -1));
    return [...new Set([...this.texts, ...asJson])].map(
      (text) => `%${text.replace(/[\\%_]/g, (special) => `\\${special}`)}%`,
    );
  }

  isIn(text: string): boolean {
    return this.pattern !== undefined && text.search(this.pattern) >= 0;
  }

  /** The same value where nothing was found in it, however deep. */
  of<Value>(value: Value): Value {
    return this.redacted(value) as Value;
  }

  private redacted(value: unknown): unknown {
    if (this.pattern === undefined || value === null) return value;
    if (typeof value === 'string') return this.isIn(value) ? value.replace(this.pattern, ERASED_TEXT) : value;
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => this.redacted(item));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([name, member]) => [name, this.redacted(member)] as const);
    const isSame = entries.every(([name, member]) => member === Reflect.get(value, name));
    return isSame ? value : Object.fromEntries(entries);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, (special) => (special === '-' ? '\\x2d' : `\\${special}`));
}
