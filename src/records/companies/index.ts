export { CompaniesModule } from './companies.module.js';
export { CompaniesService, type CompanyNames } from './companies.service.js';
export { CompanyDto } from './dto/company.dto.js';
export { CreateCompanyDto } from './dto/create-company.dto.js';
