import type { WorkingTime } from '../../../kernel/working-time.js';
import type { PolicyAuthor } from './policy-author.js';
import type { SlaPolicy } from './sla-policy.entity.js';

/** A policy that is on, with how it counts. */
export type PolicyInForce = Pick<
  SlaPolicy,
  'id' | 'name' | 'resource' | 'conditions' | 'businessHoursId' | 'targets' | 'warning' | 'escalations'
> & {
  readonly author: PolicyAuthor;
  readonly time: WorkingTime;
};
