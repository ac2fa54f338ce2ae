import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { NotFoundError, UnavailableError } from '../../../kernel/errors.js';
import { isId, newId } from '../../../kernel/identifiers.js';
import { DatabaseConfig } from '../../../platform/config/database.config.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import { LimitsConfig } from '../../../platform/config/limits.config.js';
import { TenantDirectory } from '../../../platform/context/tenant-directory.js';
import type { TenantReference } from '../../../platform/context/tenant-reference.js';
import { ClusterDirectory, PRIMARY_CLUSTER } from '../../../platform/database/cluster-directory.js';
import { ControlDatabase, type ControlManager } from '../../../platform/database/control-database.js';
import { TenantDatabases } from '../../../platform/database/tenant-databases.js';
import { ObjectStorage } from '../../../platform/storage/object-storage.js';
import { Tenant } from './tenant.entity.js';
import type { TenantProfile } from './tenant-profiles.js';
import { ownerOfSlug, reserveSlug } from './tenant-slugs.js';

/** From then on it can neither become active nor be taken back. */
const CLAIM_ABANDONED = `UPDATE tenants SET state = 'closing', closes_at = NULL
  WHERE id = $1 AND state IN ('provisioning', 'closing') AND lease_until IS NOT NULL RETURNING id`;

export interface NewTenant extends Partial<Omit<TenantProfile, 'slug'>> {
  readonly name: string;
  readonly companyName: string | null;
}

/** What goes with a tenant and stands in no database of its own: runs in the transaction that removes its row. */
export type RemovalStep = (manager: ControlManager, tenantId: string) => Promise<unknown>;

/** Tenants in the control database, and the steps of their lives. */
@Injectable()
export class TenantsService extends TenantDirectory {
  private readonly references: RecentReads<TenantReference | undefined>;
  private readonly slugs: RecentReads<string | undefined>;
  private readonly removalSteps: RemovalStep[] = [];

  constructor(
    private readonly control: ControlDatabase,
    private readonly databases: TenantDatabases,
    private readonly clusters: ClusterDirectory,
    private readonly database: DatabaseConfig,
    private readonly limits: LimitsConfig,
    private readonly clock: Clock,
    private readonly files: ObjectStorage,
  ) {
    super();
    this.references = new RecentReads(clock);
    this.slugs = new RecentReads(clock);
  }

  find(tenantId: string): Promise<TenantReference | undefined> {
    return this.references.get(tenantId, () => this.read(tenantId));
  }

  async findBySlug(slug: string): Promise<TenantReference | undefined> {
    const tenantId = await this.slugs.get(slug, () => ownerOfSlug(this.control, slug));
    return tenantId === undefined ? undefined : this.find(tenantId);
  }

  private async read(tenantId: string): Promise<TenantReference | undefined> {
    const tenant = await this.control.repository(Tenant).findOneBy({ id: tenantId });
    const reference = tenant === null || tenant.state === 'provisioning' ? undefined : referenceOf(tenant);
    if (reference !== undefined && !this.clusters.has(reference.cluster)) await this.clusters.load();
    return reference;
  }

  onRemoval(step: RemovalStep): void {
    this.removalSteps.push(step);
  }

  /** After a change of its state: this process reads it anew, the others within a second. */
  forget(tenantId: string): void {
    this.references.forget(tenantId);
  }

  /** First step: a row that says a database is being made, so that the reaper can remove it after a crash. */
  async begin(input: NewTenant): Promise<TenantReference> {
    const id = newId();
    const now = this.clock.now();
    const tenant: Omit<Tenant, 'slug'> = {
      id,
      name: input.name,
      companyName: input.companyName,
      database: `${this.database.databasePrefix}_tenant_${id.replaceAll('-', '')}`,
      cluster: PRIMARY_CLUSTER,
      state: 'provisioning',
      plan: this.limits.defaultPlan,
      schemaVersion: String(this.databases.migrations.version),
      industry: input.industry ?? null,
      businessType: input.businessType ?? null,
      phone: input.phone ?? null,
      email: input.email ?? null,
      businessHours: input.businessHours ?? null,
      version: 1,
      closesAt: null,
      leaseUntil: this.nextLease(),
      createdAt: now,
      updatedAt: now,
    };
    await this.control.transaction(async (manager) => {
      const slug = await reserveSlug(manager, id, input.name);
      await manager.insert(Tenant, { ...tenant, slug });
    });
    return referenceOf(tenant);
  }

  /** Second step: its database, cloned from the template. */
  createDatabase(tenant: TenantReference): Promise<void> {
    return this.databases.create(tenant.cluster, tenant.database);
  }

  /** First step of a removal: from now on (within a second) no process serves it. @throws {NotFoundError} */
  async close(tenantId: string): Promise<TenantReference> {
    const tenants = this.control.repository(Tenant);
    const tenant = isId(tenantId) ? await tenants.findOneBy({ id: tenantId }) : null;
    if (tenant === null) throw new NotFoundError('Tenant');
    const now = this.clock.now();
    // The lease makes the reaper finish a removal that dies half-way.
    const leaseUntil = this.nextLease();
    await tenants.update({ id: tenantId }, { state: 'closing', leaseUntil, closesAt: null, updatedAt: now });
    this.references.forget(tenantId);
    return referenceOf({ ...tenant, state: 'closing' });
  }

  /** Last step, in the control transaction of its first user. @throws {UnavailableError} when the reaper has taken it. */
  async activate(manager: ControlManager, tenantId: string): Promise<void> {
    const unfinished = { id: tenantId, state: 'provisioning' } as const;
    const { affected } = await manager.update(Tenant, unfinished, { state: 'active', leaseUntil: null });
    if (affected !== 1) throw new UnavailableError('The registration took too long; try again', 1);
  }

  /**
   * Removes a tenant that never became active, or is being closed; leaves an active one. Its database and its files go first,
   * so that a crash here leaves the row to try again; with the row goes everything that stands elsewhere.
   */
  async discard(tenant: TenantReference): Promise<void> {
    const claimed = await this.control.query(CLAIM_ABANDONED, [tenant.id]);
    if (claimed.length === 0) return;
    await this.databases.drop(tenant.cluster, tenant.database);
    await this.files.removeAllOf(tenant.id);
    await this.control.transaction(async (manager) => {
      for (const step of this.removalSteps) await step(manager, tenant.id);
      await manager.delete(Tenant, { id: tenant.id });
    });
    this.references.forget(tenant.id);
  }

  /** Tenants whose making was abandoned, whose removal died half-way, or whose grace time is over. */
  async listAbandoned(limit: number): Promise<TenantReference[]> {
    const tenants = await this.control.repository(Tenant).find({
      where: [{ state: 'provisioning' }, { state: 'closing' }],
      order: { leaseUntil: 'ASC' },
      take: limit,
    });
    const now = this.clock.now();
    return tenants.filter((tenant) => tenant.leaseUntil !== null && tenant.leaseUntil < now).map(referenceOf);
  }

  /** A removal that failed is tried again after a lease. */
  async postponeRemoval(tenantId: string): Promise<void> {
    await this.control.repository(Tenant).update({ id: tenantId }, { leaseUntil: this.nextLease() });
  }

  /** What people call it. @throws {NotFoundError} */
  async nameOf(tenantId: string): Promise<string> {
    const tenant = await this.control.repository(Tenant).findOneBy({ id: tenantId });
    if (tenant === null) throw new NotFoundError('Tenant');
    return tenant.name;
  }

  async list(): Promise<(TenantReference & { name: string; createdAt: Date })[]> {
    const tenants = await this.control.repository(Tenant).find({ order: { createdAt: 'ASC' } });
    return tenants.map((tenant) => ({
      ...referenceOf(tenant),
      name: tenant.name,
      createdAt: tenant.createdAt,
    }));
  }

  async recordSchemaVersion(tenantId: string, version: number): Promise<void> {
    await this.control.repository(Tenant).update({ id: tenantId }, { schemaVersion: String(version) });
    this.references.forget(tenantId);
  }

  private nextLease(): Date {
    return new Date(this.clock.milliseconds() + this.database.provisioningMilliseconds);
  }
}

function referenceOf(tenant: Omit<Tenant, 'slug'>): TenantReference {
  return {
    id: tenant.id,
    database: tenant.database,
    cluster: tenant.cluster,
    state: tenant.state,
    plan: tenant.plan,
    schemaVersion: Number(tenant.schemaVersion),
  };
}
