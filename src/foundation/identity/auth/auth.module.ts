import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { SecurityConfig } from '../../../platform/config/security.config.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens, signingKey } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KnownAddresses } from './known-addresses.js';
import { LoginLimit } from './login-limit.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { RegistrationService } from './registration.service.js';
import { VerifiedTokens } from './verified-tokens.js';
import { SessionPurge } from './session-purge.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [
    UsersModule,
    JwtModule.registerAsync({
      inject: [SecurityConfig],
      useFactory: (config: SecurityConfig) => ({
        privateKey: signingKey(config),
        signOptions: { algorithm: 'HS256' as const },
      }),
    }),
  ],
  controllers: [AuthController, OwnSessionsController],
  providers: [
    AuthService,
    RegistrationService,
    SessionsService,
    OwnSessionsService,
    SessionPurge,
    AccessTokens,
    JwtStrategy,
    JwtAuthGuard,
    VerifiedTokens,
    KnownAddresses,
    LoginLimit,
  ],
  exports: [JwtAuthGuard],
})
export class AuthModule {}
