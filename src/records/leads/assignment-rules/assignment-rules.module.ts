import { Module } from '@nestjs/common';
import { AssignmentRulesController } from './assignment-rules.controller.js';
import { AssignmentRulesService } from './assignment-rules.service.js';
import { AssignmentTurns } from './assignment-turns.js';
import { LeadAssignment } from './lead-assignment.js';

@Module({
  controllers: [AssignmentRulesController],
  providers: [AssignmentRulesService, AssignmentTurns, LeadAssignment],
  exports: [LeadAssignment],
})
export class AssignmentRulesModule {}
