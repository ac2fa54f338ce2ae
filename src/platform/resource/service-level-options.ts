/** What service levels are measured by, of a record type: fields of its records. */
export interface ServiceLevelOptions<Entity> {
  /** What targets differ by: its values, from the lowest. */
  readonly priority?: { readonly field: keyof Entity & string; readonly values: readonly string[] };
  /** The moment that is set once somebody has answered for the first time. */
  readonly firstResponse?: { readonly at: keyof Entity & string };
  /** Moments: once it was answered at all, the next answer is owed for as long as `asked` is the later one. */
  readonly nextResponse?: {
    readonly asked: keyof Entity & string;
    readonly answered: keyof Entity & string;
  };
  /** It is resolved while the field has one of the values. */
  readonly resolution: { readonly field: keyof Entity & string; readonly values: readonly string[] };
  /** Clocks stand still while the field has one of the values. */
  readonly pause?: { readonly field: keyof Entity & string; readonly values: readonly string[] };
}
