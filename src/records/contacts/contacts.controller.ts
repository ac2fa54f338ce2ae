import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../platform/resource/resource-controller.js';
import { contactResource } from './contact.policy.js';
import { ContactsService } from './contacts.service.js';

@ApiTags('Contacts')
@Controller('contacts')
export class ContactsController extends ResourceController(contactResource) {
  constructor(contacts: ContactsService) {
    super(contacts);
  }
}
