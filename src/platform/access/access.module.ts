import { Global, Module } from '@nestjs/common';
import { OwnerCheck } from './owner-check.js';

@Global()
@Module({ providers: [OwnerCheck], exports: [OwnerCheck] })
export class AccessModule {}
