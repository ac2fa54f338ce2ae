export { ContactRelationshipsModule } from './contact-relationships.module.js';
