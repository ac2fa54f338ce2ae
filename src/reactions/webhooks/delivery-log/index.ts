export { WebhookDeliveryLogModule } from './webhook-delivery-log.module.js';
