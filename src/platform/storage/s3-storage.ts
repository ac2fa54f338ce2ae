import { Readable } from 'node:stream';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type MultipartUpload,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { S3Settings } from '../config/storage.config.js';
import { ObjectMissingError, StorageUnavailableError } from './object-errors.js';
import { type ByteRange, ObjectStorage } from './object-storage.js';

const MEBIBYTE = 1024 * 1024;
/** The smallest that the API takes; an upload holds two of them in memory, whatever its length. */
const PART_BYTES = 5 * MEBIBYTE;
const PARTS_AT_ONCE = 2;
/** What a page of a listing holds at most. */
const PAGE = 1_000;

/** Objects in a bucket behind the S3 API, of Amazon or of another maker. */
export class S3Storage extends ObjectStorage implements OnApplicationShutdown {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, endpoint, region, pathStyle, credentials, ...times }: S3Settings) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      forcePathStyle: pathStyle,
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials !== undefined && { credentials }),
      // Servers of other makers do not know the newer checksums, and TLS guards the bytes on their way.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: times.connectMilliseconds,
        socketTimeout: times.socketMilliseconds,
        requestTimeout: times.totalMilliseconds,
        throwOnRequestTimeout: true,
      },
    });
  }

  onApplicationShutdown(): void {
    this.client.destroy();
  }

  protected async put(key: string, source: Readable): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: key, Body: source },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    });
    try {
      await upload.done();
    } catch (error) {
      throw source.errored ?? new StorageUnavailableError(error);
    }
  }

  protected async open(key: string, range: ByteRange | undefined): Promise<Readable> {
    const part = range && `bytes=${range.first}-${range.last}`;
    try {
      const { Body } = await this.client.send(
        new GetObjectCommand({ Bucket: this.bucket, Key: key, ...(part !== undefined && { Range: part }) }),
      );
      if (Body instanceof Readable) return Body;
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey')
        throw new ObjectMissingError(key, error);
      throw new StorageUnavailableError(error);
    }
    throw new StorageUnavailableError(new Error(`The store gave no stream for ${key}`));
  }

  protected delete(key: string): Promise<void> {
    return this.attempt(async () => {
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
      await this.abortUploads(key);
    });
  }

  protected deleteAllOf(tenantId: string): Promise<void> {
    const prefix = `${tenantId}/`;
    return this.attempt(async () => {
      for (let keys = await this.firstKeys(prefix); keys.length > 0; keys = await this.firstKeys(prefix))
        await this.deleteTogether(keys);
      await this.abortUploads(prefix);
    });
  }

  private async firstKeys(prefix: string): Promise<string[]> {
    const page = new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, MaxKeys: PAGE });
    const { Contents = [] } = await this.client.send(page);
    return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
  }

  /** The API answers 200 also when it has deleted only some of them. */
  private async deleteTogether(keys: readonly string[]): Promise<void> {
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await this.client.send(new DeleteObjectsCommand({ Bucket: this.bucket, Delete }));
    const [first] = Errors;
    if (first !== undefined) throw new Error(`${first.Key} was not deleted: ${first.Code}`);
  }

  /** Parts of an upload that died are no object, and are paid for all the same. */
  private async abortUploads(prefix: string): Promise<void> {
    for (const { Key, UploadId } of await this.openUploads(prefix)) {
      if (Key?.startsWith(prefix) !== true) continue;
      await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
    }
  }

  private async openUploads(prefix: string): Promise<MultipartUpload[]> {
    try {
      const list = new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: prefix });
      const { Uploads = [] } = await this.client.send(list);
      return Uploads;
    } catch (error) {
      // A server that does not tell of them has its own rule for them, or none.
      if (error instanceof S3ServiceException && error.name === 'NotImplemented') return [];
      throw error;
    }
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new StorageUnavailableError(error);
    }
  }
}
