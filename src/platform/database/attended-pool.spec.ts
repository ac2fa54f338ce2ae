import { afterEach, describe, expect, it } from '@jest/globals';
import { type CurtPostgres, startCurtPostgres } from '../../../test/support/curt-postgres.js';
import { testEnvironment } from '../../../test/support/test-environment.js';
import { readConfiguration } from '../config/configuration.js';
import { connectQueueBackend } from '../queue/queue-backend.js';
import { ControlDatabase } from './control-database.js';
import { migrateDatabase } from './migrate-database.js';
import { withClient } from './postgres-client.js';

describe('a server that ends a connection in the breath in which it says that it is ready', () => {
  let server: CurtPostgres;

  afterEach(async () => {
    expect(server.ended).toBeGreaterThan(0);
    await server.close();
  });

  it('does not end the process through the control database', async () => {
    server = await startCurtPostgres();
    const { database } = readConfiguration(testEnvironment(server.url));
    await expect(new ControlDatabase(database).initialize()).rejects.toThrow();
  });

  it('nor through the queues', async () => {
    server = await startCurtPostgres();
    const { database, queue } = readConfiguration(testEnvironment(server.url));
    await expect(connectQueueBackend(queue, database)).rejects.toThrow();
  });

  it('nor through a client of its own', async () => {
    server = await startCurtPostgres();
    const work = withClient(server.url, { applicationName: 'spec' }, (client) => client.query('SELECT 1'));
    await expect(work).rejects.toThrow();
  });

  it('nor through a migration', async () => {
    // The connection that waits for its turn lives.
    server = await startCurtPostgres({ first: 1, url: String(process.env['TEST_DATABASE_URL']) });
    const set = { migrations: [], version: 0, hash: '' };
    await expect(migrateDatabase(server.url, set)).rejects.toThrow();
  });
});
