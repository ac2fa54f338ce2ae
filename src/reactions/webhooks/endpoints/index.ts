export { WebhookEndpointsModule } from './webhook-endpoints.module.js';
export { type Subscription, WebhookEndpointsService } from './webhook-endpoints.service.js';
export { generateWebhookSecret, webhookSecretBytes } from './webhook-secret.js';
