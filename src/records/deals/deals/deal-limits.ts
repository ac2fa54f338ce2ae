export const MOST_CONTACTS = 50;
