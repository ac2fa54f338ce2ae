const CONTROL_CHARACTERS = /[^\P{Cc}\t\n\r]/gu;

/**
 * Text fit for a PostgreSQL column and a log: invalid UTF-8 becomes U+FFFD, control characters except tab and line
 * breaks are dropped (PostgreSQL takes no NUL), and the result is at most `limit` bytes of UTF-8.
 */
export function bodyExcerpt(bytes: Uint8Array, limit: number): string {
  const text = decodeWhole(bytes.subarray(0, limit)).replace(CONTROL_CHARACTERS, '');
  // A replacement character takes three bytes for the one it stands for, so the text may have grown.
  return decodeWhole(Buffer.from(text, 'utf8').subarray(0, limit));
}

/** `stream` keeps back a character cut in two at the end instead of replacing it. */
function decodeWhole(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes, { stream: true });
}
