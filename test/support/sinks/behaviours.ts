import { gzipSync } from 'node:zlib';
import type { Socket } from 'node:net';
import type { Behaviour } from './sink.js';

const CHUNKED_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n';

/** Answers every request that arrives in one piece, keeping the connection. */
export function answering(status: number, body: string | Buffer = '', headers: string[] = []): Behaviour {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} Status`, `content-length: ${bytes.length}`, ...headers, '', ''].join(
    '\r\n',
  );
  return (socket) =>
    socket.on('data', () => socket.write(Buffer.concat([Buffer.from(head, 'latin1'), bytes])));
}

/** Answers 204 to every request, some milliseconds after it came. */
export function answeringAfter(milliseconds: number): Behaviour {
  return (socket) =>
    socket.on('data', () => setTimeout(() => socket.write('HTTP/1.1 204 None\r\n\r\n'), milliseconds));
}

/** Sends these bytes, whatever they are, and leaves the connection open. */
export function sending(text: string): Behaviour {
  return (socket) => socket.once('data', () => socket.write(text));
}

/** Accepts, reads, and never says a word. */
export const hanging: Behaviour = (socket) => socket.resume();

/** Accepts and reads nothing either, so that a TLS handshake never begins. */
export const deaf: Behaviour = (socket) => socket.pause();

/** Begins an answer and never ends its head: one more header line every few milliseconds. */
export const drippingHead: Behaviour = (socket) =>
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\n');
    every(5, socket, () => socket.write('x-drip: 1\r\n'));
  });

/** A whole head, then one byte of the body every few milliseconds. */
export const drippingBody: Behaviour = (socket) =>
  socket.once('data', () => {
    socket.write(CHUNKED_HEAD);
    every(5, socket, () => socket.write('1\r\n.\r\n'));
  });

/** A body that ends only when nobody takes it any more. Reports how much was handed to the socket. */
export function endlessBody(report: (bytes: number) => void): Behaviour {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const chunk = Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
  return (socket) =>
    socket.once('data', () => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(chunk)) report(chunk.length);
      };
      socket.on('drain', pour);
      socket.write(CHUNKED_HEAD);
      pour();
    });
}

/** 64 MiB of zeros in about 64 KiB of gzip. */
export function gzipBomb(): Behaviour {
  return answering(200, gzipSync(Buffer.alloc(64 * 1024 * 1024)), ['content-encoding: gzip']);
}

/** A head that promises ten bytes, three of them, then a TCP reset. */
export const resetInsideBody: Behaviour = (socket) =>
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', () =>
      setImmediate(() => socket.resetAndDestroy()),
    );
  });

/** A complete answer, then a TCP reset. */
export const resetAfterAnswer: Behaviour = (socket) =>
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', () =>
      setTimeout(() => socket.resetAndDestroy(), 20),
    );
  });

/** A TCP reset in place of an answer. */
export const resetAtOnce: Behaviour = (socket) => socket.once('data', () => socket.resetAndDestroy());

function every(milliseconds: number, socket: Socket, action: () => void): void {
  const timer = setInterval(action, milliseconds);
  socket.once('close', () => clearInterval(timer));
}
