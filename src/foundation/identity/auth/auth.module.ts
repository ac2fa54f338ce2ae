import { Module } from '@nestjs/common';
import type { Authenticator } from '../authenticator.js';
import { ApiKeyAuthenticator, ApiKeysModule } from '../api-keys/index.js';
import { BrowserSessionsModule } from '../browser-sessions/index.js';
import { SigningKeysModule } from '../signing-keys/index.js';
import { UsersModule } from '../users/index.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { AUTHENTICATORS, AuthenticationGuard } from './authentication.guard.js';
import { BearerAuthenticator } from './bearer.authenticator.js';
import { CookieAuthenticator } from './cookie.authenticator.js';
import { CurrentSessionController } from './current-session.controller.js';
import { KnownAddresses } from './known-addresses.js';
import { LoginLimit } from './login-limit.js';
import { LogoutController } from './logout.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { PasswordResetLimit } from './password-reset-limit.js';
import { PasswordResetLinks } from './password-reset-links.js';
import { PasswordResetsService } from './password-resets.service.js';
import { PasswordSetter } from './password-setter.js';
import { PasswordsController } from './passwords.controller.js';
import { PasswordsService } from './passwords.service.js';
import { RegistrationService } from './registration.service.js';
import { VerifiedTokens } from './verified-tokens.js';
import { SessionPrincipals } from './session-principals.js';
import { SessionPurge } from './session-purge.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [ApiKeysModule, UsersModule, SigningKeysModule, BrowserSessionsModule],
  controllers: [
    AuthController,
    LogoutController,
    CurrentSessionController,
    OwnSessionsController,
    PasswordsController,
  ],
  providers: [
    AuthService,
    RegistrationService,
    SessionsService,
    OwnSessionsService,
    PasswordsService,
    PasswordResetsService,
    PasswordResetLimit,
    PasswordResetLinks,
    PasswordSetter,
    SessionPurge,
    AccessTokens,
    SessionPrincipals,
    BearerAuthenticator,
    CookieAuthenticator,
    {
      provide: AUTHENTICATORS,
      useFactory: (...kinds: Authenticator[]) => kinds,
      inject: [ApiKeyAuthenticator, BearerAuthenticator, CookieAuthenticator],
    },
    AuthenticationGuard,
    VerifiedTokens,
    KnownAddresses,
    LoginLimit,
  ],
  exports: [AuthenticationGuard, AuthService, LoginLimit],
})
export class AuthModule {}
