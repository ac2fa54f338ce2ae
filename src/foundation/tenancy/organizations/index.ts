export { BusinessDaysDto } from './dto/business-days.dto.js';
export { OrganizationsModule } from './organizations.module.js';
