export const DELIVERY_STATUSES = [
  'pending',
  'queued',
  'sending',
  'succeeded',
  'failed',
  'cancelled',
  'held',
] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const DELIVERY_LANES = ['fresh', 'retry', 'replay'] as const;
