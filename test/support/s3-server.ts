import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from '../../src/platform/config/storage.config.js';
import { freePort } from './free-port.js';

export interface S3Server {
  readonly settings: S3Settings & { readonly endpoint: string };
  /** The keys of the bucket. */
  list(): Promise<string[]>;
  close(): Promise<void>;
}

const SERVER = 'versitygw';
const CREDENTIALS = { accessKeyId: 'files', secretAccessKey: 'a-secret-of-the-tests' };
const BUCKET = 'files';

/** Whether this machine has the server: `.ci/run` says how to install it. */
export function hasS3Server(): boolean {
  return spawnSync(SERVER, ['--version']).status === 0;
}

/** A server that speaks the S3 API, with an empty bucket in a temporary folder. */
export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'));
  const [buckets, facts] = [join(folder, 'buckets'), join(folder, 'facts')];
  for (const path of [buckets, facts]) await mkdir(path);
  const port = await freePort();
  const keys = ['--access', CREDENTIALS.accessKeyId, '--secret', CREDENTIALS.secretAccessKey];
  // What it knows of objects goes beside them: not every file system of temporary folders has attributes for it.
  const child = spawn(
    SERVER,
    [...keys, '--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', '--sidecar', facts, buckets],
    { stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: BUCKET,
    pathStyle: true,
    credentials: CREDENTIALS,
    connectMilliseconds: 2_000,
    socketMilliseconds: 5_000,
    totalMilliseconds: 10_000,
  };
  const { endpoint, region, credentials } = settings;
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await untilItListens(port, () => child.exitCode);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const list = async () => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return Contents.map(({ Key = '' }) => Key);
  };
  const close = async () => {
    client.destroy();
    child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return { settings, list, close };
}

async function untilItListens(port: number, exitCode: () => number | null): Promise<void> {
  while (!(await isListening(port))) {
    if (exitCode() !== null) throw new Error(`${SERVER} ended with exit code ${exitCode()}`);
    await pause(20);
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
    socket.once('connect', () => socket.destroy());
  });
}
