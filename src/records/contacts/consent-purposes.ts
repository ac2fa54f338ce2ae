/** What somebody may consent to. */
export const CONSENT_PURPOSES = [
  'marketingEmail',
  'sms',
  'phone',
  'postalMail',
  'profiling',
  'dataSharing',
] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];
