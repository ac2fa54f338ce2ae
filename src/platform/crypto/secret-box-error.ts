export type SecretBoxFault = 'malformed' | 'unknown-key' | 'tampered';

const MESSAGES: Record<SecretBoxFault, string> = {
  malformed: 'The sealed text does not have the form keyId.iv.tag.ciphertext',
  'unknown-key': 'The sealed text names an encryption key that is not on the ring',
  tampered: 'The sealed text or its associated data was changed, or another key sealed it',
};

/** A sealed text that cannot be opened. Carries neither the sealed nor the plain text. */
export class SecretBoxError extends Error {
  override readonly name = 'SecretBoxError';

  constructor(readonly fault: SecretBoxFault) {
    super(MESSAGES[fault]);
  }
}
