export { actorOf, type PolicyAuthor } from './policy-author.js';
export { PolicyFits } from './policy-fits.js';
export type { PolicyInForce } from './policy-in-force.js';
export { SlaPoliciesModule } from './sla-policies.module.js';
export { SlaPolicyBook } from './sla-policy-book.js';
export * from './sla-terms.js';
