export { AssignmentRulesModule } from './assignment-rules.module.js';
export { LeadAssignment } from './lead-assignment.js';
