/** People log in; a service user belongs to one tenant and acts through API keys alone. */
export const USER_KINDS = ['person', 'service'] as const;
export type UserKind = (typeof USER_KINDS)[number];
