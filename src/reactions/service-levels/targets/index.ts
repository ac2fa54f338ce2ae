export { SlaTargetsModule } from './sla-targets.module.js';
