/** The `code` of a system error, e.g. `ENOENT`. Reads the shape, for errors may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return String(error.code);
}
