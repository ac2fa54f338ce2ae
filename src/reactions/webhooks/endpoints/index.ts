export { type EndpointOwner, readerOf } from './endpoint-owner.js';
export { EndpointVault } from './endpoint-vault.js';
export { type FilteredEvent, type FilterVerdict, SubscriptionFilters } from './subscription-filters.js';
export { type Subscription, Subscriptions } from './subscriptions.js';
export { PING_EVENT } from './ping-event.js';
export { type PreviousSecret } from './previous-secret.js';
export { WebhookEndpointsModule } from './webhook-endpoints.module.js';
export { WebhookEndpointsService } from './webhook-endpoints.service.js';
export { generateWebhookSecret, webhookSecretBytes } from './webhook-secret.js';
