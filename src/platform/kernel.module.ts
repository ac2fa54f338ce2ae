import { Global, Module } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { SystemClock } from '../kernel/system-clock.js';
import { SecurityConfig } from './config/security.config.js';
import { KeyRing, LinkSigner, SecretBox } from './crypto/index.js';
import { BackgroundWork } from './runtime/background-work.js';
import { CursorCodec } from './resource/lists/cursor-codec.js';

/** The clock, the keys and the work in the background: what everything else is made with. */
@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    BackgroundWork,
    {
      provide: SecretBox,
      useFactory: (config: SecurityConfig) => new SecretBox(KeyRing.parse(config.encryptionKeys)),
      inject: [SecurityConfig],
    },
    {
      provide: LinkSigner,
      useFactory: (config: SecurityConfig) => new LinkSigner(KeyRing.parse(config.encryptionKeys)),
      inject: [SecurityConfig],
    },
    {
      provide: CursorCodec,
      useFactory: (config: SecurityConfig) => new CursorCodec(config.jwtSecret),
      inject: [SecurityConfig],
    },
  ],
  exports: [Clock, BackgroundWork, SecretBox, LinkSigner, CursorCodec],
})
export class KernelModule {}
