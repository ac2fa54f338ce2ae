import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDatabase } from '../../src/platform/database/postgres-client.js';

/** A control database that nobody else uses, on the test server. */
export function freshDatabaseUrl(): string {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: run through npm test');
  return withDatabase(server, `control_${randomBytes(6).toString('hex')}`);
}

/** Of one installation: products that share its database share it too. Goes with the run. */
function filesFolder(databaseUrl: string): string {
  const name = new URL(databaseUrl).pathname.slice(1);
  return join(process.env['TEST_FILES_FOLDER'] ?? tmpdir(), name);
}

/** Settings of a product for tests: real PostgreSQL, short waits, no limits in the way. */
export function testEnvironment(databaseUrl: string, settings: Readonly<Record<string, string>> = {}) {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    JWT_SECRET: 'test-secret-0123456789-abcdefghijklmnopqrstuvwxyz',
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    STORAGE_FOLDER: filesFolder(databaseUrl),
    LOG_LEVEL: 'silent',
    DEFAULT_PLAN: 'unmetered',
    RATE_LIMIT_ANONYMOUS: '100000',
    REGISTRATIONS_PER_HOUR: '100000',
    LOGINS_PER_ACCOUNT: '100000',
    GUESSES_PER_ACCOUNT: '100000',
    SWEEP_MS: '200',
    TENANT_CONNECTIONS: '20',
    CONTROL_CONNECTIONS: '5',
    QUEUE_CONNECTIONS: '8',
    ...settings,
  };
}
