import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts.module.js';
import { ContactRelationshipsController } from './contact-relationships.controller.js';
import { ContactRelationshipsService } from './contact-relationships.service.js';
import { ContactRelationshipsStore } from './contact-relationships.store.js';
import { RelationshipMergePart } from './relationship-merge.part.js';

@Module({
  imports: [ContactsModule],
  controllers: [ContactRelationshipsController],
  providers: [ContactRelationshipsService, ContactRelationshipsStore, RelationshipMergePart],
})
export class ContactRelationshipsModule {}
