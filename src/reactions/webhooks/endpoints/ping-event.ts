/** The event of a test: made for one endpoint, and never fanned out. */
export const PING_EVENT = 'webhook.ping';
