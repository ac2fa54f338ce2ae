export const LONGEST_LINK_SECONDS = 604_800;

/** What a link says. */
export interface FileLink {
  readonly tenantId: string;
  readonly attachmentId: string;
  /** Seconds since the Unix epoch. */
  readonly expiresAt: number;
}

const ID_BYTES = 16;
const LENGTH = 2 * ID_BYTES + 6;

export function packLink({ tenantId, attachmentId, expiresAt }: FileLink): Buffer {
  const bytes = Buffer.alloc(LENGTH);
  bytes.write(tenantId.replaceAll('-', ''), 0, 'hex');
  bytes.write(attachmentId.replaceAll('-', ''), ID_BYTES, 'hex');
  bytes.writeUIntBE(expiresAt, 2 * ID_BYTES, 6);
  return bytes;
}

/** Of bytes that `packLink` gave; undefined for others. */
export function unpackLink(bytes: Buffer): FileLink | undefined {
  if (bytes.length !== LENGTH) return undefined;
  return {
    tenantId: idAt(bytes, 0),
    attachmentId: idAt(bytes, ID_BYTES),
    expiresAt: bytes.readUIntBE(2 * ID_BYTES, 6),
  };
}

function idAt(bytes: Buffer, place: number): string {
  const hex = bytes.toString('hex', place, place + ID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
