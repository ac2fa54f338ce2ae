import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as TestServers from './test-servers.js';
import { compileSources } from './typescript/compile-sources.mjs';
import { nativeImport } from './typescript/native-import.mjs';

declare global {
  var testServers: TestServers.TestServer[] | undefined;
}

async function makeFolder(): Promise<TestServers.TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'crm-test-files-'));
  return { url: folder, stop: () => rm(folder, { recursive: true, force: true }) };
}

/** Gives every test file one PostgreSQL (TEST_DATABASE_URL), a folder for files and, where redis-server exists, one Redis (TEST_REDIS_URL). */
export default async function startTestServers(): Promise<void> {
  const url = pathToFileURL(join(import.meta.dirname, 'test-servers.ts')).href;
  const { startTestPostgres, startTestRedis } = (await nativeImport(url)) as typeof TestServers;
  await compileSources();
  const files = await makeFolder();
  process.env.TEST_FILES_FOLDER = files.url;
  const servers: TestServers.TestServer[] = [files];
  globalThis.testServers = servers;
  if (!process.env.TEST_DATABASE_URL) {
    const postgres = await startTestPostgres();
    servers.push(postgres);
    process.env.TEST_DATABASE_URL = postgres.url;
  }
  if (!process.env.TEST_REDIS_URL) {
    const redis = await startTestRedis();
    if (redis) {
      servers.push(redis);
      process.env.TEST_REDIS_URL = redis.url;
    } else {
      process.stdout.write('redis-server is not on PATH: the Redis tests are left out.\n');
    }
  }
}
