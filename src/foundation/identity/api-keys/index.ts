export { ApiKeyAuthenticator } from './api-key.authenticator.js';
export { ApiKeysModule } from './api-keys.module.js';
