import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type RunningServer, startServer } from '../../src/main.js';
import { OpenApiDocuments } from '../../src/platform/openapi/openapi-documents.js';
import { type ContractProof, createContractProof } from './contract-proof.js';
import { freshDatabaseUrl, testEnvironment } from './test-environment.js';

export { freshDatabaseUrl, testEnvironment };

export interface TestProduct {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Saw every answer; assert that it has no violations. */
  readonly proof: ContractProof;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** The whole product in this process, on a free port, every answer checked against its OpenAPI document. */
export async function startTestProduct(
  settings: Readonly<Record<string, string>> = {},
  databaseUrl = freshDatabaseUrl(),
  rooms: readonly Type<unknown>[] = [],
): Promise<TestProduct> {
  let proof: ContractProof | undefined;
  const server: RunningServer = await startServer({
    environment: testEnvironment(databaseUrl, settings),
    docs: false,
    rooms,
    prepare: (app) => {
      proof = createContractProof(app.get(OpenApiDocuments).of(undefined));
      const documents = app.get(OpenApiDocuments);
      proof.attach(app.getHttpAdapter().getInstance(), (request) =>
        documents.of(request.requestContext?.access),
      );
    },
  });
  if (proof === undefined) throw new Error('The contract proof was not attached');
  return { ...server, proof, databaseUrl };
}
