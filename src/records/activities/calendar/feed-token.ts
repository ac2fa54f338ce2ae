/** What the link of a feed says. */
export interface FeedLink {
  readonly tenantId: string;
  readonly feedId: string;
}

const ID_BYTES = 16;

export function packFeed({ tenantId, feedId }: FeedLink): Buffer {
  return Buffer.from(`${tenantId}${feedId}`.replaceAll('-', ''), 'hex');
}

/** Of bytes that `packFeed` gave; undefined for others. */
export function unpackFeed(bytes: Buffer): FeedLink | undefined {
  if (bytes.length !== 2 * ID_BYTES) return undefined;
  return { tenantId: idAt(bytes, 0), feedId: idAt(bytes, ID_BYTES) };
}

function idAt(bytes: Buffer, place: number): string {
  const hex = bytes.toString('hex', place, place + ID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
