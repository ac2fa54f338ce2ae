import { Module } from '@nestjs/common';
import { ContactsModule } from '../contacts.module.js';
import { ClientsController } from './clients.controller.js';
import { ClientsService } from './clients.service.js';

@Module({ imports: [ContactsModule], controllers: [ClientsController], providers: [ClientsService] })
export class ClientsModule {}
