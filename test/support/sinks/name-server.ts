import { createSocket, type Socket } from 'node:dgram';

/** Addresses by lower-case name; null: the name server stays silent; a name not listed does not exist. */
export type Zone = Readonly<Record<string, { readonly ipv4?: string[]; readonly ipv6?: string[] } | null>>;

const HEADER_BYTES = 12;
const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** A DNS server on loopback that knows one zone. */
export class NameServer {
  private constructor(private readonly socket: Socket) {}

  static async start(zone: Zone): Promise<NameServer> {
    const socket = createSocket('udp4');
    socket.on('message', (query, client) => {
      const answer = answerTo(query, zone);
      if (answer) socket.send(answer, client.port, client.address);
    });
    await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound));
    return new NameServer(socket);
  }

  get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((stopped) => this.socket.close(stopped));
  }
}

function answerTo(query: Buffer, zone: Zone): Buffer | undefined {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  const entry = zone[labels.join('.')];
  if (entry === null) return undefined;
  const addresses = (type === TYPE_A ? entry?.ipv4?.map(ipv4Bytes) : entry?.ipv6?.map(ipv6Bytes)) ?? [];
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(query.readUInt16BE(0), 0);
  header.writeUInt16BE(0x8180 | (entry ? 0 : NO_SUCH_NAME), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([
    header,
    query.subarray(HEADER_BYTES, at + 5),
    ...addresses.flatMap((bytes) => [
      Buffer.from([0xc0, HEADER_BYTES, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length]),
      bytes,
    ]),
  ]);
}

function ipv4Bytes(address: string): Buffer {
  return Buffer.from(address.split('.').map(Number));
}

/** Takes the long form only: eight groups. */
function ipv6Bytes(address: string): Buffer {
  return Buffer.from(
    address
      .split(':')
      .map((group) => group.padStart(4, '0'))
      .join(''),
    'hex',
  );
}
