import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { prepareEnvironment } from '../runtime/prepare-environment.js';
import { readConfiguration } from './configuration.js';
import type { Environment } from './environment-reader.js';

const ENCRYPTION_KEYS = `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64')}`;

/** Production starts nothing; a store that is elsewhere has the more settings. */
const WANTED: Environment = { NODE_ENV: 'production', STORAGE_DRIVER: 's3' };

/** Answers nothing but that, and remembers what it was asked for. */
function recordingEnvironment(asked: Set<string>): Environment {
  const environment: Environment = {};
  return new Proxy(environment, {
    get: (_target, name) => {
      asked.add(String(name));
      return WANTED[String(name)];
    },
  });
}

describe('.env.example', () => {
  it('names every variable that the product reads, once, and no other', async () => {
    const asked = new Set<string>();
    await prepareEnvironment(recordingEnvironment(asked), () => undefined);
    expect(() => readConfiguration(recordingEnvironment(asked))).toThrow('JWT_SECRET is not set');

    const text = await readFile(new URL('../../../.env.example', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^# ([A-Z][A-Z_]*)=/gm)].map((match) => match[1]);
    expect(documented.toSorted()).toEqual([...asked].toSorted());
  });

  it('shows values that are accepted', async () => {
    const text = await readFile(new URL('../../../.env.example', import.meta.url), 'utf8');
    const shown = [...text.matchAll(/^# ([A-Z][A-Z_]*)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    const configuration = readConfiguration({
      ...Object.fromEntries(shown),
      JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
      ENCRYPTION_KEYS,
    });
    expect(configuration).toEqual(
      readConfiguration({
        NODE_ENV: 'development',
        DATABASE_URL: configuration.database.url,
        REDIS_URL: configuration.queue.redisUrl,
        JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
        ENCRYPTION_KEYS,
      }),
    );
  });
});
