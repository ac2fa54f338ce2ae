import type { Type } from '@nestjs/common';
import type { WhenAway } from '../throttle/token-bucket.js';

export const ROUTE = Symbol('route');

/** A parameter's value, in the terms of OpenAPI 3.0. */
export interface QueryParameterSchema {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object';
  readonly enum?: string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly description?: string;
  readonly anyOf?: QueryParameterSchema[];
  readonly properties?: Record<string, QueryParameterSchema>;
  readonly additionalProperties?: boolean;
}

export interface QueryParameter {
  readonly name: string;
  readonly description?: string;
  /** Default: any text. */
  readonly schema?: QueryParameterSchema;
  /** How a client writes an object: `score[gte]=50`. */
  readonly style?: 'deepObject';
}

export interface RouteOptions {
  /**
   * `leads:read`; `authenticated` for every known caller; `session` for people who are logged in, not for API keys;
   * `public` for everybody; `operator` for the holder of OPERATOR_TOKEN, outside any tenant and outside the OpenAPI document.
   */
  readonly permission: string;
  /** Holding this one suffices as well; the handler then asks for what its work takes. */
  readonly alternativePermission?: string;
  /** Of a `session` route whose path names a tenant: what the caller must hold there, whichever tenant they came in by. */
  readonly permissionInNamedTenant?: string;
  readonly summary: string;
  /** Name of the method in a generated client; default the handler's. */
  readonly operationId?: string;
  /** Default 200. */
  readonly status?: number;
  readonly response?: Type<unknown>;
  /** Schema of a body that the handler checks itself, because a fault in it is no 422. */
  readonly body?: Type<unknown>;
  /** Query parameters it takes; any other is refused with 400. */
  readonly query?: readonly QueryParameter[];
  /** The handler checks the query itself: its list policy knows forms (`createdAt[lt]`) that no list of names shows. */
  readonly openQuery?: boolean;
  /** The route answers one record: `ETag`, `If-None-Match` and, on 201, `Location` are served. */
  readonly record?: boolean;
  /** The answer tells what became of each of many records: 207 when some failed. */
  readonly bulk?: boolean;
  /** The answer is a job that the work goes on in: `Location` says where it is followed. */
  readonly job?: boolean;
  /** Work that may be too much for a request: its answer is then 202 with this, a job, and `Location`; else the route's own status and nothing. */
  readonly longWork?: Type<unknown>;
  /** The answer is the receipt of an erasure that goes on behind it, or nothing: 202 and `Location`, or the route's own status. */
  readonly erases?: boolean;
  /**
   * Takes `dryRun=true`: the work is done, answered and rolled back. Only for work whose every effect is in the tenant's
   * transaction, which for that reason may also be run again when it collides with another.
   */
  readonly dryRun?: boolean;
  /** Takes `allowDuplicates=true`: new records are made whatever rules say of duplicates. */
  readonly duplicates?: boolean;
  /** What a caller may send back of such a record without effect, so that GET, edit, PUT works. */
  readonly readOnlyFields?: readonly string[];
  /** Of a public route: a credential that is there is checked, and shapes the answer. */
  readonly credential?: 'optional';
  /** Answers also while the caller's tenant is suspended or being closed: what a member needs to take it back, or to leave. */
  readonly whileSuspended?: boolean;
  /**
   * Its work is of other tenants than the caller's too, or waits for what other processes do: no transaction of the
   * caller's is open around it.
   */
  readonly acrossTenants?: boolean;
  /** An answer that is no record and carries the `ETag` of what it says; `If-None-Match` is served. */
  readonly hashed?: boolean;
  /** Of an answer that is no JSON, or that is written already. */
  readonly contentType?: string;
  /** Seconds for which anybody may cache the answer; default: nobody without asking again. */
  readonly cacheSeconds?: number;
  /**
   * Takes `multipart/form-data` with one `file`, which is stored before the handler runs, under this purpose; the other
   * parts are its body. The handler keeps the file, or it is removed.
   */
  readonly upload?: string;
  /**
   * What is uploaded is a table: a text in any of the usual encodings, 415 for anything else. It may be much longer than
   * other files, and may also be the whole body.
   */
  readonly table?: boolean;
  /** Of a job: what `dryRun=true` answers, with 200, because there is no job then. */
  readonly dryRunResponse?: Type<unknown>;
  /** Answers the bytes of a file, which the handler names. */
  readonly file?: boolean;
  /** Of a 201: where its record is, when that is not below the path of the request: `/api/attachments`. */
  readonly locatedAt?: string;
  /** Content types between which the query decides, of an answer that is a file. */
  readonly produces?: readonly string[];
  /** Anonymous routes: which limit counts. `reader` is that of pages that anybody may read, which leaves logins alone. */
  readonly limit?: 'anonymous' | 'register' | 'reader';
  /** Tokens of the caller's rate limit that a request takes; default 1. For work that a plain read does not have. */
  readonly cost?: number;
  /**
   * While the store that all processes share does not answer, each process counts alone (`count-locally`, the
   * default: the limit then holds per process) or the route answers 503 (`refuse`).
   */
  readonly whenLimiterIsAway?: WhenAway;
}

/** What Fastify knows of a route that answers one record. */
export interface RecordRouteConfig {
  readonly record: true;
  readonly permission: string;
  readonly locatedAt?: string;
}

export function isRecordRoute(config: unknown): config is RecordRouteConfig {
  return typeof config === 'object' && config !== null && 'record' in config;
}

/** Whether a route, by what Fastify knows of it, takes an upload, or a table, or answers a file. */
export function doesRoute(what: 'upload' | 'table' | 'file', config: unknown): boolean {
  return typeof config === 'object' && config !== null && Reflect.get(config, what) === true;
}
