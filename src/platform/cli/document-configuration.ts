import { randomBytes } from 'node:crypto';
import { type Configuration, readConfiguration } from '../config/configuration.js';

/** Stand-ins for settings that the OpenAPI document does not depend on: nothing is connected with them. */
export function documentConfiguration(): Configuration {
  return readConfiguration({
    DATABASE_URL: 'postgres://nowhere.invalid/none',
    JWT_SECRET: randomBytes(48).toString('base64'),
    ENCRYPTION_KEYS: `none:${randomBytes(32).toString('base64')}`,
  });
}
