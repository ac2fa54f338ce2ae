import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Route } from '../../../platform/http/route.js';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { RoleCatalogueDto } from './dto/role-catalogue.dto.js';
import { roleResource } from './role.policy.js';
import { RolesService } from './roles.service.js';

@ApiTags('Roles')
@Controller('roles')
export class RolesController extends ResourceController(roleResource) {
  constructor(private readonly roles: RolesService) {
    super(roles);
  }

  @Get('catalogue')
  @Route({
    permission: 'roles:read',
    summary: 'What roles and API keys can be about: every permission, and the fields that can have rules',
    operationId: 'getRoleCatalogue',
    response: RoleCatalogueDto,
  })
  catalogue(): Promise<RoleCatalogueDto> {
    return this.roles.describeCatalogue();
  }
}
