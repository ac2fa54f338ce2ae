/** What RFC 5987 lets stand unescaped, of what `encodeURIComponent` leaves alone. */
const NOT_ALLOWED = /['()*]/g;

/** `attachment` with the name as RFC 6266 has it: for clients that read UTF-8, and for those that do not. */
export function attachmentNamed(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(NOT_ALLOWED, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
