import type { DuplicateKey, DuplicateOptions } from './duplicate-options.js';

/** The fields that rules about a record type may name, with what of them counts. */
export class DuplicateFields {
  private readonly keys: ReadonlyMap<string, DuplicateKey>;
  private readonly besides: ReadonlyMap<string, DuplicateKey>;

  constructor(options: DuplicateOptions<Record<string, unknown>> | undefined) {
    this.keys = new Map(entriesOf(options?.keys));
    this.besides = new Map(entriesOf(options?.besides));
  }

  get names(): readonly string[] {
    return [...this.keys.keys(), ...this.besides.keys()];
  }

  find(field: string): DuplicateKey | undefined {
    return this.keys.get(field) ?? this.besides.get(field);
  }

  /** Of a field that a rule in force names. */
  kindOf(field: string): DuplicateKey {
    const kind = this.find(field);
    if (kind === undefined) throw new Error(`${field} is no field that rules may be about`);
    return kind;
  }

  /** Whether others can be looked for by it. */
  isKey(field: string): boolean {
    return this.keys.has(field);
  }
}

function entriesOf(fields: DuplicateOptions<Record<string, unknown>>['keys'] = {}): [string, DuplicateKey][] {
  return Object.entries(fields).flatMap(([field, kind]) => (kind === undefined ? [] : [[field, kind]]));
}
