import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

const HALF_GIBIBYTE = 512 * 1024 * 1024;
const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
/** What a cloud answers its credentials at, and a name of it. */
const METADATA = 'http://169.254.169.254/latest/meta-data/';

let bomb: Buffer | undefined;

/** What a receiver does with a connection once it has read a request, by the first part of its path. */
export const MISBEHAVIOURS: Readonly<Record<string, (socket: Socket) => void>> = {
  hang: () => undefined,
  'drip-head': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    drip(socket, 'x-drip: 1\r\n');
  },
  'drip-body': (socket) => {
    socket.write(CHUNKED);
    drip(socket, '1\r\n.\r\n');
  },
  flood: (socket) => {
    const piece = Buffer.alloc(64 * 1024, 'x');
    let left = HALF_GIBIBYTE;
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${HALF_GIBIBYTE}\r\n\r\n`);
    const pour = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', pour);
    pour();
  },
  bomb: (socket) => {
    bomb ??= gzipSync(Buffer.alloc(HALF_GIBIBYTE / 8));
    socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
    socket.write(bomb);
  },
  'reset-after-200': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', () =>
      setTimeout(() => socket.resetAndDestroy(), 5),
    );
  },
  reset: (socket) => void socket.resetAndDestroy(),
  redirect: (socket) => {
    socket.write(`HTTP/1.1 307 Moved\r\nlocation: ${METADATA}\r\ncontent-length: 0\r\n\r\n`);
  },
};

/** `ok` or a status such as `500`, some milliseconds late. */
export function answeringLate(response: ServerResponse, word: string, milliseconds: number): void {
  const status = /^\d{3}$/.test(word) ? Number(word) : 204;
  setTimeout(() => response.writeHead(status).end(), milliseconds);
}

function drip(socket: Socket, drop: string): void {
  const timer = setInterval(() => socket.write(drop), 50);
  socket.once('close', () => clearInterval(timer));
}
