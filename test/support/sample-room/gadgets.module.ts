import { Module } from '@nestjs/common';
import { GadgetsController } from './gadgets.controller.js';
import { GadgetsService } from './gadgets.service.js';

/** A record type as anybody would add one: this folder, a migration, and a place in the list of rooms. */
@Module({ controllers: [GadgetsController], providers: [GadgetsService] })
export class GadgetsModule {}
