import type { ApiClient, RegisteredTenant } from './api-client.js';

export const PASSWORD = 'Member@123';

/** A request that succeeds when the caller may make it: with things that were made for it alone. */
export interface RouteCase {
  readonly path: string;
  readonly body?: unknown;
}

/** Who makes what a case needs. */
export interface CaseGround {
  /** Of the tenant; makes the things. */
  readonly admin: ApiClient & { readonly tenant: RegisteredTenant };
  /** Name of a role that holds nothing, so that whoever makes users may give it. */
  readonly emptyRole: string;
  /** A service user with that role. */
  readonly serviceUserId: string;
}

/** The session that makes the request, for routes about sessions. */
export interface CaseCaller {
  readonly client: ApiClient;
  readonly email: string;
}

export type MakeCase = (
  ground: CaseGround,
  permission: string,
  caller: CaseCaller,
) => Promise<RouteCase> | RouteCase;

let count = 0;

export function unique(prefix: string): string {
  count += 1;
  return `${prefix}-${process.pid}-${count}`;
}

export async function made(client: ApiClient, path: string, body: unknown): Promise<string> {
  const answer = await client.post(path, { body });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}
