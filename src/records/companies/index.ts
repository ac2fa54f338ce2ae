export { CompaniesModule } from './companies.module.js';
export { CompaniesService, type CompanyNames } from './companies.service.js';
