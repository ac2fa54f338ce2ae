import { Global, Module } from '@nestjs/common';
import { CredentialRules } from '../roles/index.js';
import { ApiKeyAuthenticator } from './api-key.authenticator.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { ApiKeySecrets } from './api-key-secrets.js';
import { ApiKeyUsageService } from './api-key-usage.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysService } from './api-keys.service.js';

/** Global: it binds the port by which the policy engine asks for the rules of a key. */
@Global()
@Module({
  controllers: [ApiKeysController],
  providers: [
    ApiKeysService,
    ApiKeySecrets,
    ApiKeyDirectory,
    { provide: CredentialRules, useExisting: ApiKeyDirectory },
    ApiKeyUsageService,
    ApiKeyAuthenticator,
  ],
  exports: [CredentialRules, ApiKeyAuthenticator],
})
export class ApiKeysModule {}
