import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { answerForStatus } from './error-answer.js';
import { toErrorBody } from './error-body.js';
import { newTraceId } from './trace-parent.js';

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what Node's HTTP parser rejects: there is no request yet, only a socket. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const answer = answerForStatus(STATUS_BY_CODE[error.code ?? ''] ?? 400);
  const traceId = newTraceId();
  const body = JSON.stringify(toErrorBody(answer, '', traceId));
  const lines = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${traceId}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
