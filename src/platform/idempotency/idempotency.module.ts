import { Global, Module } from '@nestjs/common';
import { IdempotencyKeys } from './idempotency-keys.js';
import { IdempotencyPersonalData } from './idempotency-personal-data.js';

@Global()
@Module({ providers: [IdempotencyKeys, IdempotencyPersonalData], exports: [IdempotencyKeys] })
export class IdempotencyModule {}
