import { randomBytes } from 'node:crypto';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RunningServer, startServer } from '../../src/main.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { OpenApiDocuments } from '../../src/platform/openapi/openapi-documents.js';
import { EventTypesService } from '../../src/reactions/webhooks/event-types/index.js';
import { type ContractProof, createContractProof } from './contract-proof.js';
import { WebhookProof } from './webhook-proof.js';

export interface TestProduct {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Saw every answer, and every webhook that came to a receiver here; assert that it has no violations. */
  readonly proof: ContractProof;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** A control database that nobody else uses, on the test server. */
export function freshDatabaseUrl(): string {
  const server = process.env['TEST_DATABASE_URL'];
  if (server === undefined) throw new Error('TEST_DATABASE_URL is not set: run through npm test');
  return withDatabase(server, `control_${randomBytes(6).toString('hex')}`);
}

/** Settings of a product for tests: real PostgreSQL, short waits, no limits in the way. */
export function testEnvironment(databaseUrl: string, settings: Readonly<Record<string, string>> = {}) {
  return {
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_PREFIX: `t${randomBytes(4).toString('hex')}`,
    JWT_SECRET: 'test-secret-0123456789-abcdefghijklmnopqrstuvwxyz',
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'silent',
    DEFAULT_PLAN: 'unmetered',
    RATE_LIMIT_ANONYMOUS: '100000',
    REGISTRATIONS_PER_HOUR: '100000',
    LOGINS_PER_ACCOUNT: '100000',
    GUESSES_PER_ACCOUNT: '100000',
    SWEEP_MS: '200',
    TENANT_CONNECTIONS: '20',
    CONTROL_CONNECTIONS: '5',
    QUEUE_CONNECTIONS: '8',
    ...settings,
  };
}

/** The proof of answers, with what webhooks did wrong among its violations. */
function withWebhooks(proof: ContractProof, webhooks: WebhookProof): ContractProof {
  return {
    get violations() {
      return [...proof.violations, ...webhooks.violations];
    },
    get checked() {
      return proof.checked;
    },
    check: (answer) => proof.check(answer),
    attach: (fastify, documentFor) => proof.attach(fastify, documentFor),
  };
}

function closing(server: RunningServer, webhooks: WebhookProof): () => Promise<void> {
  return async () => {
    await server.close();
    webhooks.end();
  };
}

/** The whole product in this process, on a free port, every answer checked against its OpenAPI document. */
export async function startTestProduct(
  settings: Readonly<Record<string, string>> = {},
  databaseUrl = freshDatabaseUrl(),
  rooms: readonly Type<unknown>[] = [],
): Promise<TestProduct> {
  let proof: ContractProof | undefined;
  let webhooks: WebhookProof | undefined;
  const server: RunningServer = await startServer({
    environment: testEnvironment(databaseUrl, settings),
    docs: false,
    rooms,
    prepare: (app) => {
      const documents = app.get(OpenApiDocuments);
      const document = documents.of(undefined);
      proof = createContractProof(document);
      webhooks = new WebhookProof(app.get(EventTypesService, { strict: false }).all(document));
      webhooks.watch();
      proof.attach(app.getHttpAdapter().getInstance(), (request) =>
        documents.of(request.requestContext?.access),
      );
    },
  });
  if (proof === undefined || webhooks === undefined) throw new Error('The proofs were not attached');
  return { ...server, proof: withWebhooks(proof, webhooks), databaseUrl, close: closing(server, webhooks) };
}
