import { connect, createServer, type AddressInfo } from 'node:net';

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** A server that ends each connection in the same breath in which it says that it is ready. */
export interface CurtPostgres {
  readonly url: string;
  /** Connections it has ended. */
  readonly ended: number;
  close(): Promise<void>;
}

/** @param courtesy the first so many connections are passed on to another server, at this address */
export async function startCurtPostgres(courtesy?: { first: number; url: string }): Promise<CurtPostgres> {
  let [ended, taken] = [0, 0];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    taken += 1;
    if (courtesy !== undefined && taken <= courtesy.first) {
      const { hostname, port } = new URL(courtesy.url);
      const other = connect(Number(port), hostname);
      other.on('error', () => undefined);
      socket.pipe(other).pipe(socket);
      return;
    }
    socket.once('data', () => {
      ended += 1;
      socket.end(Buffer.concat([AUTHENTICATED, READY, farewell()]));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = new URL(courtesy?.url ?? 'postgres://spec:spec@127.0.0.1/spec');
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.toString(),
    get ended() {
      return ended;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** An error message of the protocol: what pg_terminate_backend and a shutdown send. */
function farewell(): Buffer {
  const fields = Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
