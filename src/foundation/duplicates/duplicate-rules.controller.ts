import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { duplicateRuleResource } from './duplicate-rule.policy.js';
import { DuplicateRulesService } from './duplicate-rules.service.js';

@ApiTags('Duplicates')
@Controller('duplicate-rules')
export class DuplicateRulesController extends ResourceController(duplicateRuleResource) {
  constructor(rules: DuplicateRulesService) {
    super(rules);
  }
}
