import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Milliseconds between two looks at connections whose last request has ended. */
const LOOK = 100;

/**
 * Keeps a closing server from waiting for connections on which nothing is going on: those that browsers and connection
 * pools open for requests to come, which Node counts as busy for a minute, and those kept alive after the requests in
 * flight have ended, which Node ends only if they are idle at the moment of closing.
 */
export function endUnusedConnections(fastify: FastifyInstance): void {
  const { server } = fastify;
  const open = new Set<Socket>();
  let isClosing = false;
  server.on('connection', (socket: Socket) => {
    if (isClosing) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    isClosing = true;
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    if (server.listening) {
      const looking = setInterval(() => server.closeIdleConnections(), LOOK);
      server.once('close', () => clearInterval(looking));
    }
    done();
  });
}
