import { join, resolve } from 'node:path';
import type { EnvironmentReader } from './environment-reader.js';

const MEBIBYTE = 1024 * 1024;

/** Where the S3 API is, and the keys for it. */
export interface S3Settings {
  /** Unset: Amazon's own for the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** Whether the bucket is the first part of the path, not of the host name. */
  readonly pathStyle: boolean;
  /** Unset: what the machine's role or its AWS profile gives. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly connectMilliseconds: number;
  /** Longest silence of the store. */
  readonly socketMilliseconds: number;
  /** Longest time of one request, of which an upload has several. */
  readonly totalMilliseconds: number;
}

export class StorageConfig {
  /** Undefined: files are kept in `folder`. */
  readonly s3: S3Settings | undefined;
  /** Absolute. */
  readonly folder: string;
  /** The largest file that anybody may send, in bytes. */
  readonly uploadBytes: number;
  /** The largest table that anybody may send to be imported, in bytes. */
  readonly importBytes: number;
  /** How long bytes may wait for the row that holds them: longer than any upload takes. */
  readonly settleMilliseconds: number;

  constructor(reader: EnvironmentReader) {
    const folder = reader.optional('STORAGE_FOLDER');
    this.folder = resolve(folder ?? join(reader.text('DATA_DIR', '.data'), 'files'));
    this.s3 = reader.oneOf('STORAGE_DRIVER', ['disk', 's3'], 'disk') === 's3' ? readS3(reader) : undefined;
    this.uploadBytes = reader.integer('UPLOAD_MEBIBYTES', 25, { minimum: 1, maximum: 1_024 }) * MEBIBYTE;
    this.importBytes = reader.integer('IMPORT_MEBIBYTES', 1_024, { minimum: 1, maximum: 10_240 }) * MEBIBYTE;
    this.settleMilliseconds = reader.integer('UPLOAD_SETTLE_MS', 3_600_000, {
      minimum: 100,
      maximum: 86_400_000,
    });
  }
}

function readS3(reader: EnvironmentReader): S3Settings {
  const milliseconds = { minimum: 10, maximum: 600_000 };
  const accessKeyId = reader.optional('STORAGE_ACCESS_KEY_ID');
  const secretAccessKey = reader.optional('STORAGE_SECRET_ACCESS_KEY');
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined))
    reader.problems.push('STORAGE_ACCESS_KEY_ID and STORAGE_SECRET_ACCESS_KEY must be set together');
  return {
    endpoint: reader.url('STORAGE_ENDPOINT', ['http:', 'https:']),
    region: reader.text('STORAGE_REGION', 'us-east-1'),
    bucket: reader.required('STORAGE_BUCKET', 'the bucket that files are kept in (STORAGE_DRIVER=s3)'),
    pathStyle: reader.flag('STORAGE_PATH_STYLE', false),
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
    connectMilliseconds: reader.integer('STORAGE_CONNECT_MS', 3_000, milliseconds),
    socketMilliseconds: reader.integer('STORAGE_SOCKET_MS', 10_000, milliseconds),
    totalMilliseconds: reader.integer('STORAGE_TOTAL_MS', 30_000, milliseconds),
  };
}
