import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { type Access, FULL_ACCESS } from '../../../platform/access/access.js';
import { AccessPolicy } from '../../../platform/access/access-policy.js';
import { RecentReads } from '../../../platform/cache/recent-reads.js';
import type { Actor } from '../../../platform/context/actor.js';
import { currentTenant } from '../../../platform/context/request-context.js';
import { TenantDatabase } from '../../../platform/database/tenant-database.js';
import { CustomFieldCatalogue, type DeletedFields } from '../../../platform/resource/custom-fields.js';
import { AccessWithoutDeleted } from './access-without-deleted.js';
import { CompiledPolicy } from './compiled-policy.js';
import { CredentialRules } from './credential-rules.js';
import { PermissionCatalogue } from './permission-catalogue.js';
import type { FieldRules, PolicyRules } from './policy-rules.js';

const CAPACITY = 20_000;

const FIND = `SELECT id, version, permissions, field_rules AS "fieldRules" FROM roles
  WHERE lower(name) = lower($1) AND deleted_at IS NULL`;

interface RoleRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly version: number;
  readonly permissions: string[];
  readonly fieldRules: FieldRules;
}

interface CompiledRole {
  /** Of the row: a role that was deleted and made again under its name is another one. */
  readonly version: string;
  readonly policy: CompiledPolicy;
  /** Of keys that act with this role. */
  readonly keys: Map<string, { readonly version: number; readonly policy: CompiledPolicy }>;
}

/** The one place where rules become access: roles compiled once per version, cut down by the rules of an API key. */
@Injectable()
export class PolicyEngine extends AccessPolicy {
  private readonly roles: RecentReads<CompiledRole>;
  private readonly narrowed = new WeakMap<CompiledPolicy, AccessWithoutDeleted>();
  /** Longer than a second: while its row stays as it is, a role is not compiled anew. */
  private readonly compiled = new Map<string, CompiledRole>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly catalogue: PermissionCatalogue,
    private readonly credentials: CredentialRules,
    private readonly customFields: CustomFieldCatalogue,
    clock: Clock,
  ) {
    super();
    this.roles = new RecentReads(clock, CAPACITY);
  }

  async of(actor: Actor): Promise<Access> {
    if (actor.kind === 'system') return FULL_ACCESS;
    const policy = await this.policyOf(actor);
    const deleted = await this.customFields.deletedFields();
    return deleted.size === 0 ? policy : this.without(deleted, policy);
  }

  /** One object as long as nothing changes: documents are kept by it. */
  private without(deleted: DeletedFields, policy: CompiledPolicy): Access {
    const known = this.narrowed.get(policy);
    if (known?.isFor(deleted) === true) return known;
    const access = new AccessWithoutDeleted(policy, deleted);
    this.narrowed.set(policy, access);
    return access;
  }

  /** What an actor other than the product holds, in a form that can be compared. */
  async policyOf(actor: Actor): Promise<CompiledPolicy> {
    const role = await this.role(actor.role);
    if (actor.apiKeyId === undefined) return role.policy;
    const rules = await this.credentials.find(actor.apiKeyId);
    if (rules === undefined) return CompiledPolicy.NOTHING;
    const known = role.keys.get(actor.apiKeyId);
    if (known?.version === rules.version) return known.policy;
    const policy = role.policy.intersect(this.compile(rules));
    role.keys.set(actor.apiKeyId, { version: rules.version, policy });
    return policy;
  }

  compile(rules: PolicyRules): CompiledPolicy {
    return CompiledPolicy.compile(rules, this.catalogue);
  }

  private role(name: string): Promise<CompiledRole> {
    const key = `${currentTenant().id}:${name}`;
    return this.roles.get(key, () => this.read(key, name));
  }

  private async read(key: string, name: string): Promise<CompiledRole> {
    const [row] = await this.database.query<RoleRow>({ name: 'role-rules', text: FIND, values: [name] });
    const version = row === undefined ? '' : `${row.id}:${row.version}`;
    const known = this.compiled.get(key);
    if (known?.version === version) return known;
    const policy = row === undefined ? CompiledPolicy.NOTHING : this.compile(row);
    const role: CompiledRole = { version, policy, keys: new Map() };
    if (this.compiled.size >= CAPACITY) this.compiled.clear();
    this.compiled.set(key, role);
    return role;
  }
}
