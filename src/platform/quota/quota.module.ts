import { Global, Module } from '@nestjs/common';
import { QuotaMeters } from './quota-meters.js';

@Global()
@Module({ providers: [QuotaMeters], exports: [QuotaMeters] })
export class QuotaModule {}
