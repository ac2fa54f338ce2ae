import { createHmac } from 'node:crypto';

/** The JWT_SECRET of test products. */
export const TEST_SECRET = 'test-secret-0123456789-abcdefghijklmnopqrstuvwxyz';

export type TokenClaims = Record<string, unknown>;

const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS512: 'sha512' };

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function readClaims(token: string): TokenClaims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as TokenClaims;
}

/** A token with any claims, algorithm and secret; `none` has an empty signature. */
export function forgeToken(claims: TokenClaims, algorithm = 'HS256', secret = TEST_SECRET): string {
  const content = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  const hash = HASHES[algorithm];
  const signature = hash === undefined ? '' : createHmac(hash, secret).update(content).digest('base64url');
  return `${content}.${signature}`;
}
