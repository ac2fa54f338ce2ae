/** A record of any type, by name: `{"resource": "contact", "id": "…"}`. */
export interface RecordLink {
  /** Name of its resource: `contact`. */
  readonly resource: string;
  readonly id: string;
}
