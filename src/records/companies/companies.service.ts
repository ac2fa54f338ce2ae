import { Injectable } from '@nestjs/common';
import { toDomainName } from '../../kernel/domain-name.js';
import { NotFoundError } from '../../kernel/errors.js';
import { TenantSettings } from '../../foundation/settings/index.js';
import { type RecordScope, scopeCondition } from '../../platform/access/record-scope.js';
import { currentAccess } from '../../platform/context/request-context.js';
import { RecordFoundation } from '../../platform/resource/record-foundation.js';
import type { RecordView } from '../../platform/resource/resource-descriptor.js';
import type { RecordWrite } from '../../platform/resource/writes/record-write.js';
import { ResourceService } from '../../platform/resource/resource.service.js';
import type { Company } from './company.entity.js';
import { CompanyHierarchy } from './company-hierarchy.js';
import { companyResource } from './company.policy.js';

/** What a company may be known by. */
export interface CompanyNames {
  readonly domain?: string | null;
  readonly name?: string | null;
}

interface NamedCompany {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
}

@Injectable()
export class CompaniesService extends ResourceService<Company> {
  constructor(
    foundation: RecordFoundation,
    private readonly hierarchy: CompanyHierarchy,
    private readonly settings: TenantSettings,
  ) {
    super(companyResource, foundation);
  }

  /**
   * The company with this domain, else the oldest one with this name in letters of any case, among those that the
   * caller may read; undefined when there is none. Joins the open transaction.
   *
   * @throws {PermissionDeniedError} 403 without `companies:read`.
   */
  async findByDomainOrName({ domain, name }: CompanyNames): Promise<RecordView | undefined> {
    const known = [
      ['domain', toDomainName(domain ?? '')],
      ['name', name?.trim()],
    ] as const;
    const scope = this.scope('read');
    const hidden = currentAccess().hiddenFields(this.descriptor.plural);
    for (const [field, value] of known) {
      if (value === undefined || value === '' || hidden.has(field)) continue;
      const [found] = await this.select(`lower(${field}) = lower($1)`, value, scope, 'LIMIT 1');
      if (found !== undefined) return this.get(found.id);
    }
    return undefined;
  }

  /**
   * Which of these companies exist and are in the caller's reach. Who may read no company at all can name those whose
   * ids they were given, as an integration does that writes contacts alone.
   *
   * @param hold for who is about to point at them: none of them is merged into another until the transaction ends
   */
  async reachable(ids: readonly string[], hold = false): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const end = hold ? 'FOR KEY SHARE' : '';
    const rows = await this.select('id = ANY ($1::uuid[])', ids, this.scopeToName(), end);
    return new Set(rows.map(({ id }) => id));
  }

  /** @throws {NotFoundError} when it does not exist, or is out of the caller's reach. */
  async require(id: string, hold = false): Promise<void> {
    if (!(await this.reachable([id], hold)).has(id)) throw new NotFoundError('Company');
  }

  /** Whether any company has the domain, within the caller's reach or not; creating one would tell as well. */
  async isDomainTaken(domain: string): Promise<boolean> {
    const found = await this.select('lower(domain) = lower($1)', domain, undefined, 'LIMIT 1');
    return found.length > 0;
  }

  /** The names of these companies by their ids, as far as the caller may see them. */
  async namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const access = currentAccess();
    const maySee =
      access.reach('companies:read') !== undefined && !access.hiddenFields('companies').has('name');
    if (!maySee || ids.length === 0) return new Map();
    const rows = await this.select('id = ANY ($1::uuid[])', ids, this.scope('read'));
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /**
   * The segments that companies are in: their custom field `segment`, where the tenant has one. For prices, which do not
   * depend on who asks.
   */
  async segmentsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const text = `SELECT id, custom_fields ->> 'segment' AS segment FROM companies
      WHERE id = ANY ($1::uuid[]) AND custom_fields ->> 'segment' IS NOT NULL`;
    const rows = await this.foundation.database.query<{ id: string; segment: string }>({
      text,
      values: [ids],
    });
    return new Map(rows.map(({ id, segment }) => [id, segment]));
  }

  protected override async examine(writes: readonly RecordWrite<Company>[]): Promise<void> {
    await this.hierarchy.refuseCycles(writes);
    await this.nameCurrencies(writes);
  }

  protected override follow(writes: readonly RecordWrite<Company>[]): Promise<void> {
    return this.hierarchy.verify(writes);
  }

  /** No amount stands without its currency. */
  private async nameCurrencies(writes: readonly RecordWrite<Company>[]): Promise<void> {
    const unnamed = writes.filter(({ after }) => after.annualRevenue !== null && after.currency === null);
    if (unnamed.length === 0) return;
    const { currency } = await this.settings.current();
    for (const { after } of unnamed) after.currency = currency;
  }

  private scopeToName(): RecordScope | undefined {
    return currentAccess().reach('companies:read') === undefined ? undefined : this.scope('read');
  }

  private select(
    condition: string,
    value: unknown,
    scope: RecordScope | undefined,
    end = '',
  ): Promise<NamedCompany[]> {
    const values = [value];
    const reach =
      scope === undefined
        ? ''
        : ` AND ${scopeCondition('owner_id', scope, (bound) => `$${values.push(bound)}`)}`;
    const text = `SELECT id, name FROM companies WHERE ${condition} AND deleted_at IS NULL${reach} ORDER BY created_at, id ${end}`;
    return this.foundation.database.query<NamedCompany>({ text, values });
  }
}
