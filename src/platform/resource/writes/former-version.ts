/** A record that is to be as it was. */
export interface FormerVersion {
  readonly id: string;
  /** That it has now. */
  readonly version: number;
  /** The one that it is to become again. */
  readonly former: number;
}
