import 'reflect-metadata';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readOpenOpportunities } from '../demo/opportunities.js';
import { AppModule } from './app.module.js';
import { RegisterDto, RegistrationService } from './foundation/identity/auth/index.js';
import {
  runSigningKeyCommand,
  SigningKeyRotation,
  type SigningKeyCommand,
} from './foundation/identity/signing-keys/index.js';
import { UsersService } from './foundation/identity/users/index.js';
import { TenantMigrations, TenantsService } from './foundation/tenancy/tenants/index.js';
import { DuplicateError, NotFoundError, ValidationError } from './kernel/errors.js';
import { type Command, parseCommandLine } from './platform/cli/command-line.js';
import { HELP_TEXT } from './platform/cli/help-text.js';
import { documentConfiguration } from './platform/cli/document-configuration.js';
import { UsageError } from './platform/cli/usage-error.js';
import { type Configuration, readConfiguration } from './platform/config/configuration.js';
import type { Environment } from './platform/config/environment-reader.js';
import { processEnvironment } from './platform/config/process-environment.js';
import { SYSTEM_ACTOR } from './platform/context/actor.js';
import { runInContext } from './platform/context/request-context.js';
import { PRIMARY_CLUSTER } from './platform/database/cluster-directory.js';
import { ensureDatabase, migrateDatabase } from './platform/database/migrate-database.js';
import { loadMigrations } from './platform/database/migration-set.js';
import { TenantDatabases } from './platform/database/tenant-databases.js';
import { configureApplication, createFastifyAdapter } from './platform/http/fastify-application.js';
import { buildOpenApiDocument } from './platform/http/openapi.js';
import { OUTSIDE_PREFIX } from './platform/http/outside-prefix.js';
import { RequestValidationPipe } from './platform/http/request-validation.pipe.js';
import { newTraceId } from './platform/http/trace-parent.js';
import { createLogger } from './platform/logging/logger.js';
import { NestLogger } from './platform/logging/nest-logger.js';
import { explainFailure } from './platform/runtime/explain-failure.js';
import { prepareEnvironment } from './platform/runtime/prepare-environment.js';
import { LeadsService } from './records/leads/index.js';

const FAILED = 1;
const WRONG_USAGE = 2;
const SEEDS_AT_ONCE = 8;
const EXIT_MILLISECONDS = 1_000;

/** Where a command takes its settings and input from, and where its answer and its complaints go. */
export interface CliSurroundings {
  readonly environment: Environment;
  readonly input: Readable;
  print(text: string): void;
  complain(text: string): void;
}

/** Standard output is the answer's alone. */
function createCliLogger(level: Configuration['logging']['level']) {
  return createLogger({ level, destination: process.stderr });
}

/** Runs `work` with the product's settings: in development with the embedded database, if need be. */
async function withConfiguration<Result>(
  around: CliSurroundings,
  work: (configuration: Configuration) => Promise<Result>,
): Promise<Result> {
  const prepared = await prepareEnvironment(around.environment, () => undefined);
  try {
    return await work(readConfiguration(prepared.environment));
  } finally {
    await prepared.close();
  }
}

/** Runs `work` with the product's services, without an HTTP server and without workers. */
async function withServices<Result>(
  configuration: Configuration,
  work: (services: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const logger = createCliLogger(configuration.logging.level);
  const services = await NestFactory.createApplicationContext(AppModule.register(configuration, logger), {
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  try {
    return await runInContext({ traceId: newTraceId() }, () => work(services));
  } finally {
    await services.close();
  }
}

async function migrate(around: CliSurroundings): Promise<number> {
  return withConfiguration(around, async (configuration) => {
    const { directUrl } = configuration.database;
    // Before the services, which need a control database that is there.
    await ensureDatabase(directUrl);
    const applied = await migrateDatabase(directUrl, await loadMigrations('control'));
    around.print(`Control database: ${applied} migrations ran`);
    return withServices(configuration, async (services) => {
      around.print(`Template: ${await services.get(TenantDatabases).prepareTemplate(PRIMARY_CLUSTER)}`);
      const { migrated, failed } = await services.get(TenantMigrations).migrateAll();
      around.print(`Tenants: ${migrated} migrated, ${failed.length} failed`);
      for (const tenantId of failed) around.complain(`Not migrated: ${tenantId}`);
      return failed.length === 0 ? 0 : FAILED;
    });
  });
}

type CreateTenant = Extract<Command, { name: 'tenant create' }>;

async function createTenant(around: CliSurroundings, command: CreateTenant): Promise<number> {
  const { email, tenantName } = command;
  const password = command.password ?? (await readFirstLine(around.input));
  const input = await checkRegistration({ email, password, tenantName });
  return withConfiguration(around, (configuration) =>
    withServices(configuration, async (services) => {
      const { tenantId } = await services.get(RegistrationService).register(input, 'cli');
      around.print(tenantId);
      return 0;
    }),
  );
}

/** The rules of the API, told as faults of the command line. */
async function checkRegistration(given: Readonly<Record<string, string>>): Promise<RegisterDto> {
  try {
    const input: unknown = await new RequestValidationPipe().transform(
      { ...given },
      { type: 'body', metatype: RegisterDto },
    );
    if (input instanceof RegisterDto) return input;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    throw new UsageError(error.details.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  }
  throw new TypeError('The registration was not checked');
}

async function readFirstLine(input: Readable): Promise<string> {
  const lines = createInterface({ input });
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    once(lines, 'close').then(() => ''),
  ]);
  lines.close();
  if (line === '') throw new UsageError('--password is missing, and standard input is empty');
  return line;
}

async function listTenants(around: CliSurroundings): Promise<number> {
  return withConfiguration(around, (configuration) =>
    withServices(configuration, async (services) => {
      for (const { id, state, plan, schemaVersion, createdAt, name } of await services
        .get(TenantsService)
        .list()) {
        around.print([id, state, plan, schemaVersion, createdAt.toISOString(), name].join('\t'));
      }
      return 0;
    }),
  );
}

async function dropTenant(around: CliSurroundings, tenantId: string): Promise<number> {
  return withConfiguration(around, (configuration) =>
    withServices(configuration, async (services) => {
      const tenants = services.get(TenantsService);
      const tenant = await tenants.close(tenantId);
      const users = await services.get(UsersService).removeOfTenant(tenant.id);
      await tenants.discard(tenant);
      around.print(`Tenant ${tenant.id} is gone, and ${users} users with it`);
      return 0;
    }),
  );
}

async function runKeys(around: CliSurroundings, command: SigningKeyCommand): Promise<number> {
  return withConfiguration(around, (configuration) =>
    withServices(configuration, async (services) => {
      const lines = await runSigningKeyCommand(services.get(SigningKeyRotation), command);
      for (const line of lines) around.print(line);
      return 0;
    }),
  );
}

async function seed(around: CliSurroundings, tenantId: string): Promise<number> {
  return withConfiguration(around, (configuration) =>
    withServices(configuration, async (services) => {
      const tenant = await services.get(TenantsService).find(tenantId);
      if (tenant === undefined) throw new NotFoundError('Tenant');
      const { created, present } = await runInContext(
        { traceId: newTraceId(), tenant, actor: SYSTEM_ACTOR },
        () => seedLeads(services.get(LeadsService)),
      );
      around.print(`${created} leads created, ${present} were there already`);
      return 0;
    }),
  );
}

/** Through the service, so that each lead is validated, journalled and delivered like any other. */
async function seedLeads(leads: LeadsService): Promise<{ created: number; present: number }> {
  const waiting = (await readOpenOpportunities()).values();
  let created = 0;
  let present = 0;
  const work = async (): Promise<void> => {
    // The lanes share one iterator, so each opportunity is taken once.
    for (const { agent: _agent, product, ...lead } of waiting) {
      try {
        await leads.create({ ...lead, tags: [product] });
        created += 1;
      } catch (error) {
        if (!(error instanceof DuplicateError)) throw error;
        present += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: SEEDS_AT_ONCE }, work));
  return { created, present };
}

/** Nest's preview mode makes no provider: the routes and their schemas are all that is looked at. */
async function printOpenApi(around: CliSurroundings, file: string | undefined): Promise<number> {
  const configuration = documentConfiguration();
  const logger = createCliLogger('error');
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.register(configuration, logger),
    createFastifyAdapter({ logger, trustProxy: false }),
    { logger: new NestLogger(logger), abortOnError: false, preview: true },
  );
  await configureApplication(app, { logger, corsOrigins: [], outsidePrefix: OUTSIDE_PREFIX });
  const text = JSON.stringify(buildOpenApiDocument(app), null, 2);
  if (file === undefined) around.print(text);
  else await writeFile(file, `${text}\n`);
  return 0;
}

function run(around: CliSurroundings, command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      around.print(HELP_TEXT);
      return Promise.resolve(0);
    case 'migrate':
      return migrate(around);
    case 'tenant create':
      return createTenant(around, command);
    case 'tenant list':
      return listTenants(around);
    case 'tenant drop':
      return dropTenant(around, command.tenantId);
    case 'seed':
      return seed(around, command.tenantId);
    case 'keys list':
    case 'keys rotate':
    case 'keys revoke':
      return runKeys(around, command);
    case 'openapi':
      return printOpenApi(around, command.file);
  }
}

/** Does what the words after `cli.js` say. @returns the exit code: 0 done, 1 failed, 2 the command line is wrong. */
export async function runCli(words: readonly string[], around: CliSurroundings): Promise<number> {
  try {
    return await run(around, parseCommandLine(words));
  } catch (error) {
    if (error instanceof UsageError) {
      around.complain(`${error.message}\nSee --help.`);
      return WRONG_USAGE;
    }
    around.complain(explainFailure(error));
    return FAILED;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await runCli(process.argv.slice(2), {
    environment: processEnvironment(),
    input: process.stdin,
    print: (text) => console.log(text),
    complain: (text) => console.error(text),
  });
  // A start that failed half-way may leave connections that would keep the process alive.
  setTimeout(() => process.exit(), EXIT_MILLISECONDS).unref();
}
