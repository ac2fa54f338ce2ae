import { createServer } from 'node:net';
import { databaseErrorCode } from '../database/database-errors.js';
import { PortTakenError } from './port-taken-error.js';

/** Asked before anything is started, so that the answer is one line and nothing has to be stopped again. */
export async function assertPortFree(port: number, host: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    throw databaseErrorCode(error) === 'EADDRINUSE' ? new PortTakenError(port, { cause: error }) : error;
  }
  await new Promise((resolve) => probe.close(resolve));
}
