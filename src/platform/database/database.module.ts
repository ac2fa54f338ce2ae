import { Global, Module } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { DatabaseConfig } from '../config/database.config.js';
import { SecretBox } from '../crypto/index.js';
import { ClusterDirectory, PRIMARY_CLUSTER } from './cluster-directory.js';
import { ControlDatabase } from './control-database.js';
import { ensureDatabase, migrateDatabase } from './migrate-database.js';
import { loadMigrations } from './migration-set.js';
import { createPostgresClient, databaseOf } from './postgres-client.js';
import { TenantConnections } from './tenant-connections.js';
import { TenantDatabase } from './tenant-database.js';
import { TenantDatabases } from './tenant-databases.js';
import { TenantIndexes } from './tenant-indexes.js';

const STARVATION_MILLISECONDS = 50;

/** The control database is there, migrated and connected before anything that needs it is made. */
async function openControlDatabase(config: DatabaseConfig): Promise<ControlDatabase> {
  if (config.migrateOnStart) {
    await ensureDatabase(config.directUrl);
    await migrateDatabase(config.directUrl, await loadMigrations('control'));
  }
  const control = new ControlDatabase(config);
  await control.initialize();
  return control;
}

async function openClusters(control: ControlDatabase, config: DatabaseConfig, box: SecretBox) {
  const clusters = new ClusterDirectory(control, config, box);
  await clusters.load();
  return clusters;
}

function openConnections(
  config: DatabaseConfig,
  clusters: ClusterDirectory,
  clock: Clock,
): TenantConnections {
  const options = {
    maximum: config.tenantConnections,
    perTenant: config.connectionsPerTenant,
    connectsAtOnce: config.connectsAtOnce,
    waitMilliseconds: config.waitMilliseconds,
    idleMilliseconds: config.idleMilliseconds,
    starvationMilliseconds: STARVATION_MILLISECONDS,
  };
  const settings = { applicationName: 'crm-tenant', statementMilliseconds: config.statementMilliseconds };
  return new TenantConnections(options, clock, (tenant) =>
    createPostgresClient(clusters.url(tenant.cluster, tenant.database), settings),
  );
}

async function openTenantDatabase(
  connections: TenantConnections,
  config: DatabaseConfig,
): Promise<TenantDatabase> {
  const database = new TenantDatabase(connections, config.preparedStatements);
  await database.initialize({
    id: 'boot',
    database: databaseOf(config.url),
    cluster: PRIMARY_CLUSTER,
    state: 'active',
    plan: 'unmetered',
    schemaVersion: 0,
  });
  return database;
}

async function openTenantDatabases(
  config: DatabaseConfig,
  clusters: ClusterDirectory,
): Promise<TenantDatabases> {
  return new TenantDatabases(config, clusters, await loadMigrations('tenant'));
}

@Global()
@Module({
  providers: [
    { provide: ControlDatabase, useFactory: openControlDatabase, inject: [DatabaseConfig] },
    {
      provide: ClusterDirectory,
      useFactory: openClusters,
      inject: [ControlDatabase, DatabaseConfig, SecretBox],
    },
    {
      provide: TenantConnections,
      useFactory: openConnections,
      inject: [DatabaseConfig, ClusterDirectory, Clock],
    },
    { provide: TenantDatabase, useFactory: openTenantDatabase, inject: [TenantConnections, DatabaseConfig] },
    TenantIndexes,
    { provide: TenantDatabases, useFactory: openTenantDatabases, inject: [DatabaseConfig, ClusterDirectory] },
  ],
  exports: [
    ControlDatabase,
    ClusterDirectory,
    TenantConnections,
    TenantDatabase,
    TenantDatabases,
    TenantIndexes,
  ],
})
export class DatabaseModule {}
