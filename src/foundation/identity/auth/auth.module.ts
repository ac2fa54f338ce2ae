import { Module } from '@nestjs/common';
import type { Authenticator } from '../authenticator.js';
import { SigningKeysModule } from '../signing-keys/index.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { AUTHENTICATORS, AuthenticationGuard } from './authentication.guard.js';
import { BearerAuthenticator } from './bearer.authenticator.js';
import { LoginLimit } from './login-limit.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { RegistrationService } from './registration.service.js';
import { VerifiedTokens } from './verified-tokens.js';
import { SessionPrincipals } from './session-principals.js';
import { SessionPurge } from './session-purge.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [UsersModule, SigningKeysModule],
  controllers: [AuthController, OwnSessionsController],
  providers: [
    AuthService,
    RegistrationService,
    SessionsService,
    OwnSessionsService,
    SessionPurge,
    AccessTokens,
    SessionPrincipals,
    BearerAuthenticator,
    {
      provide: AUTHENTICATORS,
      useFactory: (...kinds: Authenticator[]) => kinds,
      inject: [BearerAuthenticator],
    },
    AuthenticationGuard,
    VerifiedTokens,
    LoginLimit,
  ],
  exports: [AuthenticationGuard],
})
export class AuthModule {}
