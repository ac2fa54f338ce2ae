import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { currentContext, runInContext } from '../context/request-context.js';

interface FileFacts {
  readonly type: string;
  /** What the client is to call it; none for what is no download. ASCII letters, digits, `-` and `.`. */
  readonly name?: string;
}

/**
 * An answer that is made while it is sent: the next part is asked for when the client has room for it, and none after
 * it has gone. Each part is made in the context of the request, outside of which the stream asks for it.
 *
 * @param parts ends by itself; `return` is called when the client goes away
 */
export function fileStream(
  parts: AsyncIterator<string | Uint8Array, void>,
  { type, name }: FileFacts,
): StreamableFile {
  const context = currentContext();
  const asked: AsyncIterable<string | Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => runInContext(context, () => parts.next()),
      return: async () => {
        await runInContext(context, () => parts.return?.());
        return { done: true, value: undefined };
      },
    }),
  };
  const stream = Readable.from(asked, { objectMode: false });
  return new StreamableFile(stream, {
    type,
    ...(name !== undefined && { disposition: `attachment; filename="${name}"` }),
  });
}
