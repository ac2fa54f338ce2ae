export { CompaniesModule } from './companies.module.js';
export { CompaniesService } from './companies.service.js';
