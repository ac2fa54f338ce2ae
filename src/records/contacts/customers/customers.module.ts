import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts.module.js';
import { CustomersController } from './customers.controller.js';
import { CustomersService } from './customers.service.js';

@Module({ imports: [ContactsModule], controllers: [CustomersController], providers: [CustomersService] })
export class CustomersModule {}
