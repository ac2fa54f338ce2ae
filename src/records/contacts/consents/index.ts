export { ContactConsentsModule } from './contact-consents.module.js';
