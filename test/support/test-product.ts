import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RunningServer, startServer } from '../../src/main.js';
import { OpenApiDocuments } from '../../src/platform/openapi/openapi-documents.js';
import { EventTypesService } from '../../src/reactions/webhooks/event-types/index.js';
import { type ContractProof, createContractProof } from './contract-proof.js';
import { shareDocument, sharedDocument } from './shared-document.js';
import { shareTemplate } from './shared-template.js';
import { freshDatabaseUrl, testEnvironment } from './test-environment.js';
import { WebhookProof } from './webhook-proof.js';

export { freshDatabaseUrl, testEnvironment };

export interface TestProduct {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Saw every answer, and every webhook that came to a receiver here; assert that it has no violations. */
  readonly proof: ContractProof;
  readonly databaseUrl: string;
  close(): Promise<void>;
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
  const environment = testEnvironment(databaseUrl, settings);
  await shareTemplate(databaseUrl, environment.DATABASE_PREFIX);
  const known = rooms.length === 0 ? await sharedDocument() : undefined;
  const server: RunningServer = await startServer({
    environment,
    document: known,
    docs: false,
    rooms,
    prepare: async (app) => {
      const documents = app.get(OpenApiDocuments);
      const document = documents.of(undefined);
      if (rooms.length === 0 && known === undefined) await shareDocument(document);
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
