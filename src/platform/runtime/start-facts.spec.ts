import { describe, expect, it } from '@jest/globals';
import { readConfiguration } from '../config/configuration.js';
import { startFacts } from './start-facts.js';

const ENCRYPTION_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`;
const SECRETS = { JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789', ENCRYPTION_KEYS };

describe('the facts of a start', () => {
  it('say where the stores are, and no credentials', () => {
    const configuration = readConfiguration({
      ...SECRETS,
      DATABASE_URL: 'postgres://crm:CANARY@bouncer:6432/crm_control?sslpassword=CANARY',
      DATABASE_DIRECT_URL: 'postgres://crm:CANARY@db:5432/crm_control',
      REDIS_URL: 'redis://default:CANARY@cache:6379',
      SMTP_URL: 'smtp://mailer:CANARY@relay:587',
    });
    expect(startFacts(configuration)).toEqual({
      database: 'bouncer:6432/crm_control',
      directDatabase: 'db:5432/crm_control',
      queueStore: 'redis at cache:6379',
      files: expect.stringMatching(/files$/),
      mail: 'smtp at relay:587',
    });
  });

  it('name PostgreSQL as queue store without Redis, and the bucket of files', () => {
    const configuration = readConfiguration({
      ...SECRETS,
      DATABASE_URL: 'postgres://db/crm_control',
      STORAGE_DRIVER: 's3',
      STORAGE_BUCKET: 'documents',
    });
    expect(startFacts(configuration)).toEqual({
      database: 'db/crm_control',
      queueStore: 'postgres',
      files: 'bucket documents',
      mail: 'kept, not sent',
    });
  });
});
