import { Module } from '@nestjs/common';
import { MergesController } from './merges.controller.js';
import { MergesService } from './merges.service.js';

@Module({ controllers: [MergesController], providers: [MergesService] })
export class MergesModule {}
