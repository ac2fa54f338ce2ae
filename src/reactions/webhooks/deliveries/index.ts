export { DeliveryRequests, type ShownRequest } from './delivery-requests.js';
export { WebhookDeliveriesModule } from './webhook-deliveries.module.js';
export { WebhookFanOut } from './webhook-fan-out.js';
