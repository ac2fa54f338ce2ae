import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies/index.js';
import { ContactsModule } from '../contacts/index.js';
import { DealsModule } from '../deals/deals/index.js';
import { ActivityConversionStep } from './activity-conversion.step.js';
import { AssignmentRulesModule } from './assignment-rules/index.js';
import { CompanyConversionStep } from './company-conversion.step.js';
import { ContactConversionStep } from './contact-conversion.step.js';
import { ConversionFields } from './conversion-fields.js';
import { DealConversionStep } from './deal-conversion.step.js';
import { LeadConversionsService } from './lead-conversions.service.js';
import { LeadOwnersService } from './lead-owners.service.js';
import { LeadStatusHistory } from './lead-status-history.js';
import { LeadsController } from './leads.controller.js';
import { LeadsService } from './leads.service.js';

@Module({
  imports: [CompaniesModule, ContactsModule, DealsModule, AssignmentRulesModule],
  controllers: [LeadsController],
  providers: [
    LeadsService,
    LeadOwnersService,
    LeadStatusHistory,
    LeadConversionsService,
    ConversionFields,
    CompanyConversionStep,
    ContactConversionStep,
    DealConversionStep,
    ActivityConversionStep,
  ],
  exports: [LeadsService],
})
export class LeadsModule {}
