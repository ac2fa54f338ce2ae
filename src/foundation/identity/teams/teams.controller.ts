import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { teamResource } from './team.policy.js';
import { TeamsService } from './teams.service.js';

/** Who is in a team is told and changed at the users: `GET /users?teamId=`, `PATCH /users/:id`. */
@ApiTags('Teams')
@Controller('teams')
export class TeamsController extends ResourceController(teamResource) {
  constructor(teams: TeamsService) {
    super(teams);
  }
}
