import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { CertificateAndKey } from './self-signed-certificate.js';

/** What a sink does with one connection. */
export type Behaviour = (socket: Socket) => void;

export interface SinkOptions {
  readonly address?: '127.0.0.1' | '::1';
  readonly tls?: CertificateAndKey;
  /** Default: one that is free. */
  readonly port?: number;
}

/** A server on loopback that behaves as badly as it is told, below the level of HTTP. */
export class Sink {
  /** Connections accepted since the start. */
  connections = 0;
  /** Bytes of requests received since the start. */
  received = Buffer.alloc(0);
  private readonly open = new Set<Socket>();
  private allClosed: (() => void) | undefined;

  private constructor(
    private readonly server: Server,
    private readonly host: string,
    private readonly scheme: 'http' | 'https',
  ) {}

  static async start(behaviour: Behaviour, options: SinkOptions = {}): Promise<Sink> {
    const address = options.address ?? '127.0.0.1';
    const server = options.tls ? createTlsServer(options.tls) : createServer();
    const host = address === '::1' ? '[::1]' : address;
    const sink = new Sink(server, host, options.tls ? 'https' : 'http');
    server.on('connection', (socket: Socket) => sink.track(socket));
    server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      socket.on('data', (chunk: Buffer) => (sink.received = Buffer.concat([sink.received, chunk])));
      // A client that hangs up is what many specs want to see, so the error it causes here means nothing.
      socket.on('error', () => socket.destroy());
      behaviour(socket);
    });
    await new Promise<void>((listening) => server.listen(options.port ?? 0, address, listening));
    return sink;
  }

  get port(): number {
    const { port }: AddressInfo = this.server.address() as AddressInfo;
    return port;
  }

  get url(): string {
    return this.urlOf(this.host);
  }

  urlOf(host: string): string {
    return `${this.scheme}://${host}:${this.port}/hook`;
  }

  /** Bytes handed to the sockets that are still open. */
  get bytesWritten(): number {
    return [...this.open].reduce((sum, socket) => sum + socket.bytesWritten, 0);
  }

  /** Resolves as soon as no connection is open. */
  async untilAllClosed(): Promise<void> {
    if (this.open.size > 0) await new Promise<void>((resolve) => (this.allClosed = resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy();
    await new Promise<void>((stopped) => this.server.close(() => stopped()));
  }

  private track(socket: Socket): void {
    this.connections += 1;
    this.open.add(socket);
    socket.once('close', () => {
      this.open.delete(socket);
      if (this.open.size === 0) this.allClosed?.();
    });
  }
}
