import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { assignmentRuleResource } from './assignment-rule.policy.js';
import { AssignmentRulesService } from './assignment-rules.service.js';

@ApiTags('Leads')
@Controller('assignment-rules')
export class AssignmentRulesController extends ResourceController(assignmentRuleResource) {
  constructor(rules: AssignmentRulesService) {
    super(rules);
  }
}
