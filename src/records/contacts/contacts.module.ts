import { Module } from '@nestjs/common';
import { CompaniesModule } from '../companies/index.js';
import { CompanyContactsController } from './company-contacts.controller.js';
import { CompanyLinkMergePart } from './company-link-merge.part.js';
import { ContactCompaniesController } from './contact-companies.controller.js';
import { ContactCompaniesService } from './contact-companies.service.js';
import { ContactCompanyLinks } from './contact-company-links.js';
import { ContactLinkMergePart } from './contact-link-merge.part.js';
import { ContactLifecycleService } from './contact-lifecycle.service.js';
import { ContactPersonalData } from './contact-personal-data.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsService } from './contacts.service.js';
import { LifecycleHistory } from './lifecycle-history.js';

@Module({
  imports: [CompaniesModule],
  controllers: [ContactsController, ContactCompaniesController, CompanyContactsController],
  providers: [
    ContactsService,
    ContactCompaniesService,
    ContactCompanyLinks,
    ContactLifecycleService,
    ContactPersonalData,
    LifecycleHistory,
    CompanyLinkMergePart,
    ContactLinkMergePart,
  ],
  exports: [ContactsService, ContactCompanyLinks, LifecycleHistory],
})
export class ContactsModule {}
