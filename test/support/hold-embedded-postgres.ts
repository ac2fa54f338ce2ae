import { startEmbeddedPostgres } from '../../src/platform/database/embedded/start-embedded-postgres.js';

/** Run with Node and typescript/register.mjs: starts a server in `argv[2]` on port `argv[3]`, prints its URL, stays until stdin ends. */
const [dataDir = '', port = ''] = process.argv.slice(2);
const server = await startEmbeddedPostgres({
  dataDir,
  port: Number(port),
  durable: false,
  log: () => undefined,
});
process.stdout.write(`${server.url('postgres')}\n`);
process.stdin.resume();
process.stdin.once('end', () => void server.stop());
