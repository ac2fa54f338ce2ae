import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OriginDirectory } from './origin-directory.js';
import { contextOf } from './request-context-hooks.js';

const EXPOSED_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'ETag',
  'Location',
  'X-Request-Id',
  'Idempotent-Replayed',
  'Dry-Run',
];

const CORS_HEADERS = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
];

const OPTIONS = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: EXPOSED_HEADERS,
  maxAge: 600,
};

/**
 * Lets browsers call from the operator's origins (`*`: from any, without credentials), and from those that tenants
 * list. A preflight names no tenant, so any tenant's origin passes it; an answer to a tenant's caller is shown to that
 * tenant's origins alone.
 */
export function enableCors(
  app: NestFastifyApplication,
  operatorOrigins: readonly string[],
  directory: OriginDirectory | undefined,
): void {
  if (operatorOrigins.includes('*')) {
    app.enableCors({ ...OPTIONS, origin: '*', credentials: false });
    return;
  }
  if (operatorOrigins.length === 0 && directory === undefined) return;
  const configured = new Set(operatorOrigins);
  const isAllowed = async (origin: string | undefined): Promise<boolean> => {
    if (origin === undefined) return false;
    return configured.has(origin) || ((await directory?.tenantsOf(origin))?.size ?? 0) > 0;
  };
  app.enableCors({ ...OPTIONS, origin: isAllowed, credentials: true });
  if (directory === undefined) return;
  const mayRead = (origin: string, tenantId: string): Promise<boolean> =>
    // When nobody can be asked, nothing is shown.
    directory.tenantsOf(origin).then(
      (tenantIds) => tenantIds.has(tenantId),
      () => false,
    );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { origin } = request.headers;
    const { tenant } = contextOf(request);
    if (origin === undefined || tenant === undefined || configured.has(origin)) {
      done(null, payload);
      return;
    }
    void mayRead(origin, tenant.id).then((isShown) => {
      if (!isShown) for (const header of CORS_HEADERS) reply.removeHeader(header);
      done(null, payload);
    });
  });
}
