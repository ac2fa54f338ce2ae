import { createHmac } from 'node:crypto';

/** The JWT_SECRET of test products. */
export const TEST_SECRET = 'test-secret-0123456789-abcdefghijklmnopqrstuvwxyz';

export type TokenClaims = Record<string, unknown>;

const HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS512: 'sha512' };

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string | undefined): TokenClaims {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as TokenClaims;
}

export function readHeader(token: string): TokenClaims {
  return decode(token.split('.')[0]);
}

export function readClaims(token: string): TokenClaims {
  return decode(token.split('.')[1]);
}

/** A token with any claims, algorithm, secret and header; `none` has an empty signature, the unknown a wrong one. */
export function forgeToken(
  claims: TokenClaims,
  algorithm = 'HS256',
  secret: string | Buffer = TEST_SECRET,
  header: TokenClaims = {},
): string {
  const content = `${encode({ alg: algorithm, typ: 'JWT', ...header })}.${encode(claims)}`;
  if (algorithm === 'none') return `${content}.`;
  const hash = HASHES[algorithm] ?? 'sha256';
  return `${content}.${createHmac(hash, secret).update(content).digest('base64url')}`;
}
