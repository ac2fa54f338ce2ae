import { isId } from '../../../kernel/identifiers.js';
import { randomToken, sha256Hex } from '../../../platform/crypto/index.js';

/** What a token says: which invitation, and the hash of the secret that opens it. */
export interface InvitationToken {
  readonly id: string;
  readonly secretHash: string;
}

/** A secret of 256 bits, and its hash, which alone is kept. */
export function newSecret(): { secret: string; secretHash: string } {
  const secret = randomToken();
  return { secret, secretHash: sha256Hex(secret) };
}

/** The id in front lets an older token of the same invitation be told from one that never was. */
export function writeToken(id: string, secret: string): string {
  return `${id}.${secret}`;
}

/** @returns undefined for a text that no invitation ever had. */
export function readToken(token: string): InvitationToken | undefined {
  const [id, secret, ...rest] = token.split('.');
  if (!isId(id) || secret === undefined || rest.length > 0) return undefined;
  return { id: id.toLowerCase(), secretHash: sha256Hex(secret) };
}
