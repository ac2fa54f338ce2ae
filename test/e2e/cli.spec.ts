import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { runCli } from '../../src/cli.js';
import { withDatabase } from '../../src/platform/database/postgres-client.js';
import { ApiClient } from '../support/api-client.js';
import { startProductProcess } from '../support/product-process.js';
import { freshDatabaseUrl, startTestProduct, testEnvironment } from '../support/test-product.js';

const databaseUrl = freshDatabaseUrl();
/** As Compose runs it: nothing migrates but the command. */
const environment = testEnvironment(databaseUrl, { NODE_ENV: 'production' });

async function cli(line: string, input = '') {
  const printed: string[] = [];
  const complaints: string[] = [];
  const code = await runCli(line.split(' '), {
    environment,
    input: Readable.from([input]),
    print: (text) => void printed.push(`${text}\n`),
    complain: (text) => void complaints.push(`${text}\n`),
  });
  return { code, stdout: printed.join(''), stderr: complaints.join('') };
}

async function onServer(url: string, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement, values);
  } finally {
    await client.end();
  }
}

const databaseOf = (tenantId: string) =>
  `${environment.DATABASE_PREFIX}_tenant_${tenantId.replaceAll('-', '')}`;

describe('cli', () => {
  let tenantId: string;

  beforeAll(async () => {
    // Two at once, as two machines of one installation would.
    const both = await Promise.all([cli('migrate'), cli('migrate')]);
    for (const { code, stderr } of both) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const ran = both.map(({ stdout }) =>
      Number(/^Control database: (\d+) migrations ran$/m.exec(stdout)?.[1]),
    );
    expect(Math.min(...ran)).toBe(0);
    expect(Math.max(...ran)).toBeGreaterThan(0);

    const created = await cli('tenant create --name Acme --email boss@acme.example', 'Admin@123\n');
    expect(created).toMatchObject({ code: 0, stderr: '' });
    tenantId = created.stdout.trim();
  }, 60_000);

  it('tenant create makes a tenant whose Admin can log in; an address that is taken is refused', async () => {
    const product = await startTestProduct(environment, databaseUrl);
    try {
      const login = await new ApiClient(product.url).post('/api/auth/login', {
        body: { email: 'boss@acme.example', password: 'Admin@123' },
      });
      expect(login).toMatchObject({ status: 200, body: { tenantId } });
    } finally {
      await product.close();
    }
    const again = await cli('tenant create --name Acme --email boss@acme.example --password Admin@123');
    expect(again).toMatchObject({ code: 1, stdout: '' });
    expect(again.stderr).toContain('email: is already taken');
  });

  it('tenant list prints a line for each tenant', async () => {
    const { code, stdout } = await cli('tenant list');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${tenantId}\tactive\tunmetered\t\\d{14}\t\\S+Z\tAcme\n$`));
  });

  it('seed creates the demo leads once, journalled', async () => {
    expect(await cli(`seed ${tenantId}`)).toMatchObject({
      code: 0,
      stdout: '664 leads created, 0 were there already\n',
    });
    expect(await cli(`seed ${tenantId}`)).toMatchObject({
      code: 0,
      stdout: '0 leads created, 664 were there already\n',
    });
    const { rows } = await onServer(
      withDatabase(databaseUrl, databaseOf(tenantId)),
      "SELECT (SELECT count(*) FROM leads) AS leads, (SELECT count(*) FROM journal WHERE type = 'lead.created') AS events",
    );
    expect(rows).toEqual([{ leads: '664', events: '664' }]);
  });

  it('keys list, rotate and revoke show and change what access tokens are signed with', async () => {
    const instant = String.raw`\d{4}-\S+Z`;
    expect((await cli('keys list')).stdout).toMatch(
      new RegExp(`^bootstrap\tHS256\tsigning\t${instant}\t-\n$`),
    );
    const rotated = await cli('keys rotate --algorithm EdDSA');
    expect(rotated).toMatchObject({ code: 0, stderr: '' });
    const kid = rotated.stdout.trim();
    expect((await cli('keys list')).stdout).toMatch(
      new RegExp(
        `^${kid}\tEdDSA\tpending\t${instant}\t-\nbootstrap\tHS256\tsigning\t${instant}\t${instant}\n$`,
      ),
    );
    const revoked = await cli(`keys revoke ${kid}`);
    expect(revoked).toMatchObject({ code: 0, stderr: '' });
    expect((await cli('keys list')).stdout).toContain(`${revoked.stdout.trim()}\tEdDSA\tsigning`);
    expect(await cli('keys revoke nobodys')).toMatchObject({ code: 1, stderr: 'Signing key not found\n' });
  });

  it('migrate goes on after a tenant that fails, says so with its exit code, and ends the work when run again', async () => {
    const other = (
      await cli('tenant create --name Other --email boss@other.example', 'Admin@123\n')
    ).stdout.trim();
    await onServer(databaseUrl, 'UPDATE tenants SET schema_version = 0');
    const server = withDatabase(databaseUrl, 'postgres');
    await onServer(server, `ALTER DATABASE ${databaseOf(tenantId)} RENAME TO ${databaseOf(tenantId)}_away`);

    const failed = await cli('migrate');
    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stdout).toContain('Tenants: 1 migrated, 1 failed');
    expect(failed.stderr).toContain(`Not migrated: ${tenantId}`);

    await onServer(server, `ALTER DATABASE ${databaseOf(tenantId)}_away RENAME TO ${databaseOf(tenantId)}`);
    const repaired = await cli('migrate');
    expect(repaired).toMatchObject({ code: 0, stderr: '' });
    expect(repaired.stdout).toContain('Tenants: 1 migrated, 0 failed');
    expect((await cli(`tenant drop ${other} --yes`)).code).toBe(0);
  }, 60_000);

  it('tenant drop removes database, row and users, and frees the address', async () => {
    const dropped = await cli(`tenant drop ${tenantId} --yes`);
    expect(dropped).toMatchObject({ code: 0, stdout: `Tenant ${tenantId} is gone, and 1 users with it\n` });
    const { rowCount } = await onServer(databaseUrl, 'SELECT FROM pg_database WHERE datname = $1', [
      databaseOf(tenantId),
    ]);
    expect(rowCount).toBe(0);
    expect(await cli(`tenant drop ${tenantId} --yes`)).toMatchObject({ code: 1 });
    expect(await cli('tenant create --name Acme --email boss@acme.example', 'Admin@123\n')).toMatchObject({
      code: 0,
    });
  });

  it.each([
    ['tenants', 'There is no command tenants'],
    ['tenant create --name Acme --email nobody --password short', 'email: '],
    ['tenant create --name Acme --email a@b.example', '--password is missing'],
    ['keys', 'keys takes list, rotate or revoke'],
    ['keys rotate --algorithm RS256', '--algorithm takes HS256 or EdDSA'],
    ['keys revoke', 'The key id is missing'],
  ])('%s: exit code 2 and a reason', async (line, reason) => {
    const { code, stdout, stderr } = await cli(line);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });

  it('says in one line that the database is away, and ends although Redis is away too', async () => {
    const child = startProductProcess('cli', ['tenant', 'list'], {
      environment: {
        ...environment,
        DATABASE_URL: 'postgres://localhost:1/none',
        REDIS_URL: 'redis://localhost:1',
      },
    });
    expect(await child.exit).toBe(1);
    expect(child.stderr).toMatch(/ECONNREFUSED/);
    expect(child.stderr).not.toMatch(/\n {4}at /);
  });
});

describe('cli openapi', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'crm-cli-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('writes the document that the server serves, without a database or settings', async () => {
    const file = join(folder, 'api.json');
    const child = startProductProcess('cli', ['openapi', '--out', file], { folder });
    expect(await child.exit).toBe(0);
    const product = await startTestProduct();
    try {
      const served = await new ApiClient(product.url).get('/api/openapi.json');
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(served.body);
    } finally {
      await product.close();
    }
  });
});
