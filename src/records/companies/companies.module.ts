import { Module } from '@nestjs/common';
import { SettingsModule } from '../../foundation/settings/index.js';
import { CompaniesController } from './companies.controller.js';
import { CompaniesService } from './companies.service.js';
import { CompanyHierarchy } from './company-hierarchy.js';

@Module({
  imports: [SettingsModule],
  controllers: [CompaniesController],
  providers: [CompaniesService, CompanyHierarchy],
  exports: [CompaniesService],
})
export class CompaniesModule {}
