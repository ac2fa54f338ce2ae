export type { SigningKey } from './signing-key.js';
export { runSigningKeyCommand, type SigningKeyCommand } from './signing-key.commands.js';
export { SigningKeyRotation } from './signing-key-rotation.js';
export { SigningKeysModule } from './signing-keys.module.js';
export { SigningKeys } from './signing-keys.service.js';
