import { Global, Module } from '@nestjs/common';
import { DiscoveryModule, MetadataScanner } from '@nestjs/core';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { PermissionCatalogue } from './permission-catalogue.js';
import { PermissionGuard } from './permission.guard.js';
import { PolicyEngine } from './policy-engine.js';
import { RolesController } from './roles.controller.js';
import { RolesService } from './roles.service.js';
import { RulesCheck } from './rules-check.js';

/** Global: it binds the platform's access port. */
@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [RolesController],
  providers: [
    MetadataScanner,
    PermissionCatalogue,
    PolicyEngine,
    { provide: AccessPolicy, useExisting: PolicyEngine },
    RulesCheck,
    RolesService,
    PermissionGuard,
  ],
  exports: [AccessPolicy, PolicyEngine, RulesCheck, RolesService, PermissionGuard],
})
export class RolesModule {}
