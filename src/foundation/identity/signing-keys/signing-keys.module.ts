import { Module } from '@nestjs/common';
import { JwksController } from './jwks.controller.js';
import { JwksService } from './jwks.service.js';
import { SigningKeyRotation } from './signing-key-rotation.js';
import { SigningKeySweep } from './signing-key.sweep.js';
import { SigningKeys } from './signing-keys.service.js';

@Module({
  controllers: [JwksController],
  providers: [SigningKeys, SigningKeyRotation, SigningKeySweep, JwksService],
  exports: [SigningKeys, SigningKeyRotation],
})
export class SigningKeysModule {}
