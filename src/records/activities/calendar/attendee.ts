export const MOST_ATTENDEES = 200;

/** Who is asked to an event: a user of the tenant, or anybody by an e-mail address. */
export interface Attendee {
  readonly userId: string | null;
  readonly email: string | null;
  readonly name: string | null;
}
