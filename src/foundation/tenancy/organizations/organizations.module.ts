import { Module } from '@nestjs/common';
import { UsersModule } from '../../identity/users/index.js';
import { OrganizationLimit } from './organization-limit.js';
import { OrganizationManagementService } from './organization-management.service.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsService } from './organizations.service.js';
import { OwnOrganizations } from './own-organizations.js';

@Module({
  imports: [UsersModule],
  controllers: [OrganizationsController],
  providers: [OrganizationsService, OrganizationManagementService, OwnOrganizations, OrganizationLimit],
})
export class OrganizationsModule {}
