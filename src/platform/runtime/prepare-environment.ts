import { join } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.js';
import { type Environment, EnvironmentReader } from '../config/environment-reader.js';
import { startEmbeddedPostgres } from '../database/embedded/start-embedded-postgres.js';
import { loadDevelopmentSecrets } from './development-secrets.js';

const CONTROL_DATABASE = 'crm_control';

export interface PreparedEnvironment {
  readonly environment: Environment;
  /** Stops what was started for it. */
  close(): Promise<void>;
}

/**
 * Fills in what development leaves unset: secrets, made once into `DATA_DIR`, and the embedded PostgreSQL when there
 * is no `DATABASE_URL`. In production nothing is filled in.
 */
export async function prepareEnvironment(
  environment: Environment,
  log: (message: string) => void,
): Promise<PreparedEnvironment> {
  const reader = new EnvironmentReader(environment);
  const dataDir = reader.text('DATA_DIR', '.data');
  const port = reader.integer('DATABASE_PORT', 54_329, { minimum: 1, maximum: 65_535 });
  if (reader.problems.length > 0) throw new ConfigurationError(reader.problems);
  if (reader.production) return { environment, close: () => Promise.resolve() };
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const filled = { ...(await loadDevelopmentSecrets(dataDir)), ...given };
  if (reader.optional('DATABASE_URL') !== undefined) {
    return { environment: filled, close: () => Promise.resolve() };
  }
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), port, log });
  return {
    environment: { ...filled, DATABASE_URL: server.url(CONTROL_DATABASE) },
    close: () => server.stop(),
  };
}
