/** Routes that do not stand under `/api`: for those who run the product, not for those who use it. */
export const OUTSIDE_PREFIX: readonly string[] = [
  'health/live',
  'health/ready',
  'metrics',
  'admin/audit-logs',
];
