import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { itWhere } from '../../../test/support/only-where.js';
import { hasS3Server, startS3Server } from '../../../test/support/s3-server.js';
import { newId } from '../../kernel/identifiers.js';
import { objectKey } from './object-key.js';
import { S3Storage } from './s3-storage.js';

const key = objectKey(newId(), 'attachments', newId());
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const TIMES = { connectMilliseconds: 300, socketMilliseconds: 300, totalMilliseconds: 600 };

describe('S3Storage, of a store that fails', () => {
  let server: Server;
  let storage: S3Storage;

  async function start(listener: RequestListener): Promise<void> {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const endpoint = `http://127.0.0.1:${port}`;
    storage = new S3Storage({
      endpoint,
      region: 'us-east-1',
      bucket: 'b',
      pathStyle: true,
      credentials,
      ...TIMES,
    });
  }

  afterEach(() => {
    storage.onApplicationShutdown();
    server.closeAllConnections();
    server.close();
  });

  it('answers 503 when it says nothing', async () => {
    await start(() => undefined);
    const unavailable = { status: 503, code: 'SERVICE_UNAVAILABLE' };
    await expect(storage.write(key, Readable.from([Buffer.from('x')]), 10)).rejects.toMatchObject(
      unavailable,
    );
    await expect(storage.read(key)).rejects.toMatchObject(unavailable);
    await expect(storage.remove(key)).rejects.toMatchObject(unavailable);
  });

  it('answers 503 when it refuses the keys', async () => {
    await start((_request, response) => {
      response.writeHead(403, { 'content-type': 'application/xml' });
      response.end('<Error><Code>InvalidAccessKeyId</Code></Error>');
    });
    await expect(storage.read(key)).rejects.toMatchObject({ status: 503 });
  });

  it('breaks off a body that stops', async () => {
    await start((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345');
    });
    await expect(buffer(await storage.read(key))).rejects.toThrow();
  });
});

describe('S3Storage', () => {
  itWhere(hasS3Server())('removes the parts of an upload that died', async () => {
    const server = await startS3Server();
    const { endpoint, region, bucket: Bucket } = server.settings;
    const client = new S3Client({
      endpoint,
      region,
      forcePathStyle: true,
      ...(server.settings.credentials && { credentials: server.settings.credentials }),
    });
    const storage = new S3Storage(server.settings);
    const other = objectKey(newId(), 'attachments', newId());
    for (const Key of [key, other]) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }));
    }
    const open = async () => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      return Uploads.map(({ Key }) => Key);
    };
    expect((await open()).toSorted()).toEqual([key, other].toSorted());
    await storage.remove(key);
    expect(await open()).toEqual([other]);
    await storage.removeAllOf(other.slice(0, 36));
    expect(await open()).toEqual([]);
    storage.onApplicationShutdown();
    client.destroy();
    await server.close();
  });
});
