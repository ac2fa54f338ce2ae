/** Routes that do not stand under `/api`: for those who run the product, and what has its own well-known place. */
export const OUTSIDE_PREFIX: readonly string[] = [
  'health/live',
  'health/ready',
  'metrics',
  '.well-known/jwks.json',
];
