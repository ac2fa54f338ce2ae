import type { StageInput } from './settle-stages.js';

/** What a pipeline has that names no stages; the first one of every tenant has them too. */
export const DEFAULT_STAGES: readonly StageInput[] = [
  { name: 'Lead', probability: 10 },
  { name: 'Qualified', probability: 25 },
  { name: 'Proposal', probability: 50, forecastCategory: 'bestCase' },
  { name: 'Negotiation', probability: 75, forecastCategory: 'commit' },
  { name: 'Closed Won', kind: 'won' },
  { name: 'Closed Lost', kind: 'lost' },
];
