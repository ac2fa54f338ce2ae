export { ContactsModule } from './contacts.module.js';
export { ContactsService } from './contacts.service.js';
export { ContactDto } from './dto/contact.dto.js';
