/** Port: how the current tenant counts its days. Implemented by `foundation/settings`. */
export abstract class TenantCalendar {
  /** A name of the IANA database: `Europe/Berlin`. */
  abstract timeZone(): Promise<string>;
}
