/** The text given for the encryption keys cannot be used. The message names the entry, never its material. */
export class EncryptionKeyError extends Error {
  override readonly name = 'EncryptionKeyError';
}
