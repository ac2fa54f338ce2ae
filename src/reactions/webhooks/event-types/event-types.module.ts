import { Module } from '@nestjs/common';
import { OpenApiModule } from '../../../platform/openapi/openapi.module.js';
import { EventTypesController } from './event-types.controller.js';
import { EventTypesService } from './event-types.service.js';

@Module({ imports: [OpenApiModule], controllers: [EventTypesController], providers: [EventTypesService] })
export class EventTypesModule {}
