/** What somebody has to do with a deal. At most one contact of a deal is primary. */
export interface DealContact {
  readonly contactId: string;
  readonly role: string | null;
  readonly isPrimary: boolean;
}
