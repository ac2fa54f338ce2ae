import { Global, Module } from '@nestjs/common';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyKeys } from './idempotency-keys.js';

@Global()
@Module({ providers: [IdempotencyKeys, IdempotencyInterceptor], exports: [IdempotencyInterceptor] })
export class IdempotencyModule {}
