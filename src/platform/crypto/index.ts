export { constantTimeEqual } from './constant-time-equal.js';
export { EncryptionKeyError } from './encryption-key-error.js';
export { KeyRing, type EncryptionKey } from './key-ring.js';
export { LinkSigner } from './link-signer.js';
export { randomToken } from './random-token.js';
export { SecretBox } from './secret-box.js';
export { SecretBoxError, type SecretBoxFault } from './secret-box-error.js';
export { sha256Hex } from './sha256-hex.js';
