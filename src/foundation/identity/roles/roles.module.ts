import { Global, Module } from '@nestjs/common';
import { AccessPolicy } from '../../../platform/resource/access-policy.js';
import { PermissionGuard } from './permission.guard.js';
import { RoleAccessPolicy } from './role-access-policy.js';

/** Global: it binds the record foundation's access port. */
@Global()
@Module({
  providers: [PermissionGuard, { provide: AccessPolicy, useClass: RoleAccessPolicy }],
  exports: [PermissionGuard, AccessPolicy],
})
export class RolesModule {}
