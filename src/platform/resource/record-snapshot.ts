/** A record as the API shows it, now or at some earlier time; it need not be whole. */
export type RecordSnapshot = Readonly<Record<string, unknown>>;
