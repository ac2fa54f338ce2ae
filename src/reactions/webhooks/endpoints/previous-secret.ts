/** A secret that still signs, until the overlap of a rotation is over. */
export interface PreviousSecret {
  readonly sealed: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}
