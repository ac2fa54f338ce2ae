import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Column } from 'typeorm';
import { TenantCore } from '../../../../test/support/tenant-core.js';
import type { Page } from '../../../kernel/page.js';
import { newId } from '../../../kernel/identifiers.js';
import { type Access, FULL_ACCESS, type Reach } from '../../access/access.js';
import { runInContext } from '../../context/request-context.js';
import type { TenantReference } from '../../context/tenant-reference.js';
import { TenantEntity } from '../../database/entity-registry.js';
import { CustomFieldCatalogue, type DynamicField } from '../custom-fields.js';
import { id, number, text } from '../lists/list-filters.js';
import { listPolicy } from '../lists/list-policy.js';
import { RecordDto } from '../record.dto.js';
import { RecordEntity } from '../record.entity.js';
import { RecordFoundation } from '../record-foundation.js';
import type { RecordView, ResourceDescriptor } from '../resource-descriptor.js';
import { ResourceService } from '../resource.service.js';

@TenantEntity('spec_makers')
class Maker extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  secret!: string | null;

  @Column('numeric', { nullable: true })
  worth!: number | null;
}

@TenantEntity('spec_parts')
class Part extends RecordEntity {
  @Column('text')
  name!: string;

  @Column('uuid', { nullable: true })
  makerId!: string | null;

  @Column('uuid', { nullable: true })
  parentId!: string | null;
}

class SpecDto extends RecordDto {}

const filters = { name: text, ownerId: id } as const;
const defaultSort = { field: 'name', order: 'asc' } as const;
const shared = { dto: SpecDto, createDto: SpecDto, updateDto: SpecDto, defaults: {}, published: false };

const makerResource: ResourceDescriptor<Maker> = {
  ...shared,
  name: 'maker',
  plural: 'makers',
  entity: Maker,
  policy: listPolicy(Maker, {
    filters: { ...filters, secret: text, worth: number },
    sorts: ['name', 'worth'],
    defaultSort,
    search: [],
  }),
};

const partResource: ResourceDescriptor<Part> = {
  ...shared,
  name: 'part',
  plural: 'parts',
  entity: Part,
  policy: listPolicy(Part, { filters, sorts: ['name'], defaultSort, search: ['name'] }),
  references: { makerId: { resource: 'maker', relation: 'maker' }, parentId: 'part', ownerId: 'user' },
};

class MakersService extends ResourceService<Maker> {}
class PartsService extends ResourceService<Part> {}

const TIER: DynamicField = {
  key: 'customFields.tier',
  label: 'Tier',
  field: text,
  column: (alias) => `(${alias}."custom_fields" ->> 'tier')`,
};

class TierCatalogue extends CustomFieldCatalogue {
  async referencesTo() {
    return [];
  }

  names = () => Promise.resolve(new Set<string>());
  sharedKeys = () => Promise.resolve(new Set<string>());
  deletedFields = () => Promise.resolve(new Map<string, ReadonlySet<string>>());

  listFields(): Promise<ReadonlyMap<string, DynamicField>> {
    return Promise.resolve(new Map([[TIER.key, TIER]]));
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }
}

const TABLE = `(id uuid PRIMARY KEY, external_id text, tags text[] NOT NULL DEFAULT '{}',
  custom_fields jsonb NOT NULL DEFAULT '{}', owner_id uuid, created_at timestamptz(3) NOT NULL DEFAULT now(),
  created_by uuid NOT NULL DEFAULT gen_random_uuid(), updated_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_by uuid NOT NULL DEFAULT gen_random_uuid(), version integer NOT NULL DEFAULT 1, deleted_at timestamptz(3),
  name text NOT NULL`;

const [me, other] = [newId(), newId()];
const makers = { mine: newId(), theirs: newId(), deleted: newId() };

function accessOf(reaches: Record<string, Reach>, hidden: Record<string, string[]> = {}): Access {
  return {
    reach: (permission) => reaches[permission],
    hiddenFields: (plural) => new Set(hidden[plural]),
    readOnlyFields: () => new Set(),
  };
}

describe('relations of records', () => {
  let core: TenantCore;
  let tenant: TenantReference;
  let parts: PartsService;
  let makersService: MakersService;

  const as = <Result>(access: Access, work: () => Promise<Result>): Promise<Result> =>
    runInContext({ traceId: 'spec', tenant, actor: { kind: 'user', id: me, role: 'Spec' }, access }, work);

  const namesOf = ({ items }: Page<RecordView>) => items.map((item) => item['name']).join('');
  const find = async (filter: unknown, access = FULL_ACCESS) =>
    namesOf(await as(access, () => parts.search({ filter })));
  const maker = (field: string, operator: string, value: unknown) => ({
    field: `maker.${field}`,
    operator,
    value,
  });

  beforeAll(async () => {
    core = await TenantCore.start();
    tenant = await core.newTenant();
    const foundation = Object.assign(Object.create(core.app.get(RecordFoundation)) as RecordFoundation, {
      customFields: new TierCatalogue(),
    });
    makersService = new MakersService(makerResource, foundation);
    parts = new PartsService(partResource, foundation);
    makersService.onModuleInit();
    parts.onModuleInit();
    await core.within(tenant, async () => {
      const run = (statement: string, values: unknown[] = []) =>
        core.database.execute({ text: statement, values });
      await run(`CREATE TABLE spec_makers ${TABLE}, secret text, worth numeric)`);
      await run(`CREATE TABLE spec_parts ${TABLE}, maker_id uuid, parent_id uuid)`);
      const make = `INSERT INTO spec_makers (id, name, secret, owner_id, deleted_at, custom_fields, worth)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`;
      await run(make, [makers.mine, 'Mine', 's1', me, null, '{"tier": "gold"}', '0.10000000000000000001']);
      await run(make, [makers.theirs, 'Theirs', 's2', other, null, '{}', '0.10000000000000000002']);
      await run(make, [makers.deleted, 'Deleted', 's3', me, '2026-01-01', '{}', null]);
      const part = `INSERT INTO spec_parts (id, name, maker_id, parent_id, custom_fields) VALUES ($1, $2, $3, $4, $5)`;
      const first = newId();
      await run(part, [first, 'A', makers.mine, null, '{"tier": "gold"}']);
      await run(part, [newId(), 'B', makers.theirs, first, '{"tier": "silver"}']);
      await run(part, [newId(), 'C', makers.deleted, first, '{}']);
      await run(part, [newId(), 'D', null, null, '{"tier": null}']);
    });
  }, 60_000);

  afterAll(() => core.close());

  it('filter by a field of what a record points at', async () => {
    expect(await find(maker('name', 'eq', 'Mine'))).toBe('A');
    expect(await find(maker('name', 'ne', 'Mine'))).toBe('B');
    expect(await find({ not: maker('name', 'eq', 'Mine') })).toBe('BCD');
    expect(await find(maker('name', 'startsWith', 'del'))).toBe('');
    expect(await find(maker('secret', 'isNull', false))).toBe('AB');
    expect(await find({ field: 'parent.name', operator: 'eq', value: 'A' })).toBe('BC');
    const query = { 'maker.name': { contains: 'in' } };
    expect(namesOf(await as(FULL_ACCESS, () => parts.list(query)))).toBe('A');
  });

  it('filter and sort by fields that a tenant has added, one relation deep too', async () => {
    const tier = (operator: string, value: unknown) => ({ field: 'customFields.tier', operator, value });
    expect(await find(tier('eq', 'gold'))).toBe('A');
    expect(await find(tier('isNull', true))).toBe('CD');
    expect(await find(tier('ne', 'gold'))).toBe('BCD');
    expect(await find(maker('customFields.tier', 'eq', 'gold'))).toBe('A');
    const sorts = [
      ['customFields.tier', 'asc', 'last', 'ABCD'],
      ['customFields.tier', 'desc', 'last', 'BADC'],
      ['customFields.tier', 'asc', 'first', 'CDAB'],
    ] as const;
    for (const [field, order, nulls, expected] of sorts) {
      let [seen, cursor]: [string, string | null] = ['', null];
      do {
        const body = { sort: [{ field, order, nulls }], limit: 1, cursor };
        const page: Page<RecordView> = await as(FULL_ACCESS, () => parts.search(body));
        expect(Object.keys(page.items[0] ?? {}).filter((name) => name.startsWith('~'))).toEqual([]);
        seen += namesOf(page);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect({ order, nulls, seen }).toEqual({ order, nulls, seen: expected });
    }
    const hidden = accessOf(
      { 'parts:read': 'any', 'makers:read': 'any' },
      { parts: ['customFields'], makers: [TIER.key] },
    );
    await expect(find(tier('eq', 'gold'), hidden)).rejects.toMatchObject({ status: 400 });
    await expect(find(maker('customFields.tier', 'eq', 'gold'), hidden)).rejects.toMatchObject({
      status: 400,
    });
  });

  it('keep numbers with more digits than a number has apart in cursors', async () => {
    const body = { sort: [{ field: 'worth' }, { field: 'name', order: 'desc' }], limit: 1 };
    const first = await as(FULL_ACCESS, () => makersService.search(body));
    const next = await as(FULL_ACCESS, () => makersService.search({ ...body, cursor: first.nextCursor }));
    expect([namesOf(first), namesOf(next), next.nextCursor]).toEqual(['Mine', 'Theirs', null]);
  });

  it('find and embed only what the caller reaches', async () => {
    const own = accessOf({ 'parts:read': 'any', 'makers:read': 'own' });
    expect(await find(maker('name', 'isNull', false), own)).toBe('A');
    const page = await as(own, () => parts.search({ expand: ['maker', 'parent'], fields: ['name'] }));
    expect(page.items).toEqual([
      {
        id: expect.any(String),
        version: 1,
        name: 'A',
        maker: expect.objectContaining({ name: 'Mine' }),
        parent: null,
      },
      expect.objectContaining({ name: 'B', maker: null, parent: expect.objectContaining({ name: 'A' }) }),
      expect.objectContaining({ name: 'C', maker: null }),
      expect.objectContaining({ name: 'D', maker: null }),
    ]);
  });

  it('show and find nothing of hidden fields', async () => {
    const access = accessOf({ 'parts:read': 'any', 'makers:read': 'any' }, { makers: ['secret'] });
    await expect(find(maker('secret', 'eq', 's1'), access)).rejects.toMatchObject({
      status: 400,
      details: [{ field: 'maker.secret' }],
    });
    const page = await as(access, () => parts.search({ expand: ['maker'] }));
    expect(page.items[0]?.['maker']).toMatchObject({ name: 'Mine' });
    expect(JSON.stringify(page)).not.toContain('secret');
    // Whoever may not see the reference may not follow it.
    const withoutReference = accessOf({ 'parts:read': 'any', 'makers:read': 'any' }, { parts: ['makerId'] });
    for (const body of [{ filter: maker('name', 'eq', 'Mine') }, { expand: ['maker'] }]) {
      await expect(as(withoutReference, () => parts.search(body))).rejects.toMatchObject({ status: 400 });
    }
  });

  it('are refused to who may not read what they lead to', async () => {
    const access = accessOf({ 'parts:read': 'any' });
    for (const body of [
      { filter: maker('name', 'eq', 'Mine') },
      { filter: { field: 'owner.name', operator: 'eq', value: 'x' } },
      { expand: ['maker'] },
      { expand: ['owner'] },
    ]) {
      await expect(as(access, () => parts.search(body))).rejects.toMatchObject({ status: 403 });
      await expect(as(access, () => parts.checkSearch(body))).rejects.toMatchObject({ status: 403 });
    }
    const known = accessOf({ 'parts:read': 'any', 'makers:read': 'any' });
    for (const field of ['maker.owner.name', 'maker.bogus', 'owner.password', 'bogus.name']) {
      const filter = { field, operator: 'eq', value: 'x' };
      await expect(as(known, () => parts.search({ filter }))).rejects.toMatchObject(
        field.startsWith('owner') ? { status: 403 } : { status: 400, details: [{ field }] },
      );
    }
  });

  it('bind a cursor to what the caller sees and reaches of them', async () => {
    const body = { filter: maker('name', 'isNull', false), limit: 1 };
    const anyone = accessOf({ 'parts:read': 'any', 'makers:read': 'any' });
    const { nextCursor } = await as(anyone, () => parts.search(body));
    const next = { ...body, cursor: nextCursor };
    expect(namesOf(await as(anyone, () => parts.search(next)))).toBe('B');
    const others = [
      accessOf({ 'parts:read': 'any', 'makers:read': 'own' }),
      accessOf({ 'parts:read': 'own', 'makers:read': 'any' }),
      accessOf({ 'parts:read': 'any', 'makers:read': 'any' }, { makers: ['secret'] }),
      accessOf({ 'parts:read': 'any', 'makers:read': 'any' }, { parts: ['tags'] }),
    ];
    for (const access of others) {
      await expect(as(access, () => parts.search(next))).rejects.toMatchObject({
        status: 400,
        details: [{ field: 'cursor' }],
      });
    }
  });

  it('take one query each, whatever the number of records', async () => {
    const queries = jest.spyOn(core.database, 'query');
    try {
      await as(FULL_ACCESS, () => parts.search({ expand: ['maker', 'parent', 'owner'], limit: 100 }));
      // The page, makers and parents; nobody owns a part, so nobody is looked for.
      expect(queries).toHaveBeenCalledTimes(3);
    } finally {
      queries.mockRestore();
    }
  });
});
