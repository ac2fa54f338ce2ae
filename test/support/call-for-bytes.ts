import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

export interface ByteAnswer {
  /** As they came, not decompressed. */
  readonly bytes: Buffer;
  readonly encoding: string | undefined;
}

/** GETs with an `Accept-Encoding`, which `fetch` would undo by itself. */
export async function callForBytes(
  url: string,
  { token, encoding }: { readonly token: string; readonly encoding: string },
): Promise<ByteAnswer> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding };
  const outgoing = request(url, { headers });
  outgoing.end();
  const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return { bytes: Buffer.concat(chunks), encoding: message.headers['content-encoding'] };
}
