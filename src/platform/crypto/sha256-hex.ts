import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of the bytes, or of the UTF-8 bytes of the text: 64 characters. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
