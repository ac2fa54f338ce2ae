/** Companies that one contact may be associated with. */
export const MAXIMUM_COMPANIES = 100;
