import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts.module.js';
import { ConsentMergePart } from './consent-merge.part.js';
import { ContactConsentsController } from './contact-consents.controller.js';
import { ContactConsentsService } from './contact-consents.service.js';
import { ContactConsentsStore } from './contact-consents.store.js';

@Module({
  imports: [ContactsModule],
  controllers: [ContactConsentsController],
  providers: [ContactConsentsService, ContactConsentsStore, ConsentMergePart],
})
export class ContactConsentsModule {}
