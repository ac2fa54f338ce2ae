import { beforeAll, describe, expect, it } from '@jest/globals';
import { TenantDirectory } from '../../src/platform/context/tenant-directory.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { PersonalDataStores } from '../../src/platform/privacy/personal-data-stores.js';
import { ResourceRegistry } from '../../src/platform/resource/resource-registry.js';
import { queryDatabase } from '../support/server-query.js';
import { useTestProduct } from '../support/use-test-product.js';

/** Tables with text in which nothing about the people of records stands, and why. */
const EXEMPT: Readonly<Record<string, string>> = {
  api_keys: 'keys of users of the tenant',
  custom_field_definitions: 'names of fields, not their values',
  duplicate_rules: 'names of fields, and how they are compared',
  erased_records: 'ids and record types: the tombstones',
  erasures: 'receipts: the reason is redacted when it is written, the sealed names go at the end',
  journal_consumers: 'names of parts of the product',
  members: 'users of the tenant, whose accounts are in the control database',
  merge_changes: 'ids, versions and record types: the values are in the journal',
  merge_rows: 'ids and names of parts of the product',
  merges: 'ids, and how many records of which type were moved',
  migrations: 'names of migrations',
  notification_preferences: 'names of kinds',
  notifications: 'ids, kinds and record types: texts are made when they are read',
  record_count_deltas: 'names of record types',
  record_sum_deltas: 'names of record types, and currencies',
  pipeline_stages: 'names and rules of stages',
  pipelines: 'names and rules of stages',
  roles: 'names and rules of roles',
  tag_replacements: 'names of tags, until they are replaced',
  teams: 'names of teams',
  tenant_settings: 'settings of the tenant',
  usage_counters: 'numbers by the name of what is counted',
};

const TEXTS = `SELECT DISTINCT columns.table_name AS name FROM information_schema.columns AS columns
  JOIN information_schema.tables AS tables USING (table_schema, table_name)
  WHERE columns.table_schema = 'public' AND tables.table_type = 'BASE TABLE'
    AND (columns.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY') OR columns.udt_name = 'citext')`;

describe('the tables of a tenant', () => {
  const { product, api } = useTestProduct();
  let tables: string[];

  beforeAll(async () => {
    const { tenant } = await api().register();
    const found = await product().app.get(TenantDirectory).find(tenant.tenantId);
    const url = withDatabase(product().databaseUrl, found?.database ?? '');
    tables = (await queryDatabase<{ name: string }>(url, TEXTS)).map(({ name }) => name);
  });

  const records = (): string[] =>
    product()
      .app.get(ResourceRegistry)
      .list()
      .filter(({ descriptor }) => descriptor.administrative !== true)
      .map(({ service }) => service.related.table);
  const declared = (): string[] =>
    product()
      .app.get(PersonalDataStores)
      .list()
      .flatMap(({ tables: names }) => [...names]);

  it('that hold text are of records, or of a store of personal data, or said to hold none', () => {
    expect(tables.length).toBeGreaterThan(20);
    const known = new Set([...records(), ...declared(), ...Object.keys(EXEMPT)]);
    // A new table: let a store erase and disclose it (docs/privacy.md), or say here why it holds nothing on anybody.
    expect(tables.filter((name) => !known.has(name)).sort()).toEqual([]);
  });

  it('are there, if anybody speaks of them, and of one kind', () => {
    const missing = [...Object.keys(EXEMPT), ...declared()].filter((name) => !tables.includes(name));
    expect(missing.filter((name) => !WITHOUT_TEXT.has(name))).toEqual([]);
    const both = new Set([...records(), ...declared()]);
    expect(Object.keys(EXEMPT).filter((name) => both.has(name))).toEqual([]);
    expect(declared().filter((name, index, all) => all.indexOf(name) !== index)).toEqual([]);
  });
});

/** Declared although they hold nothing but ids and times. */
const WITHOUT_TEXT = new Set<string>(['job_records']);
