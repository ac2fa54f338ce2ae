import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ResourceController } from '../../../platform/resource/resource-controller.js';
import { customerPath } from './customer.policy.js';
import { CustomersService } from './customers.service.js';

@ApiTags('Customers')
@Controller('customers')
export class CustomersController extends ResourceController(customerPath) {
  constructor(customers: CustomersService) {
    super(customers);
  }
}
