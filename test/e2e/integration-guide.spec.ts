import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useTestProduct } from '../support/use-test-product.js';
import { CrmApiClient } from './fixtures/integration-guide/crm-api-client.mjs';

const GUIDE = join(import.meta.dirname, 'fixtures', 'integration-guide');
const SAMPLE_TOKEN = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...';
const CREDENTIALS = { email: 'admin@company.com', password: 'Admin@123' };
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

describe('the integration guide', () => {
  const { product } = useTestProduct({ HOST: '127.0.0.1' });
  let home: string;

  /** Where curl finds its settings: the command keeps the guide's address, the connection goes to the test's port. */
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'crm-curl-'));
    const { port } = new URL(product().url);
    const settings = `silent\nshow-error\nfail-with-body\nnoproxy = "*"\nconnect-to = "localhost:5000:127.0.0.1:${port}"\n`;
    await writeFile(join(home, '.curlrc'), settings);
  });

  afterAll(() => rm(home, { recursive: true, force: true }));

  async function run(script: string, token = ''): Promise<Record<string, unknown>> {
    const command = (await readFile(join(GUIDE, script), 'utf8')).replace(SAMPLE_TOKEN, token);
    const output = HAS_CURL ? await runCurl(command) : await runWithFetch(command);
    return JSON.parse(output) as Record<string, unknown>;
  }

  async function runCurl(command: string): Promise<string> {
    const env = { PATH: process.env['PATH'] ?? '', CURL_HOME: home };
    return (await promisify(execFile)('sh', ['-c', command], { env })).stdout;
  }

  /** The same bytes, on a machine without curl. */
  async function runWithFetch(command: string): Promise<string> {
    const [, method = 'GET', url = ''] = /-X (\w+) (\S+)/.exec(command) ?? [];
    const [, header = ''] = /-H "([^"]+)"/.exec(command) ?? [];
    const [name = '', value = ''] = header.split(': ');
    const body = /-d '([^']+)'/.exec(command)?.[1];
    const address = `${product().url}${new URL(url).pathname}`;
    return (await fetch(address, { method, headers: { [name]: value }, body: body ?? null })).text();
  }

  it('has a quick start whose three commands work as they are written', async () => {
    const registered = await run('register.sh');
    expect(registered).toMatchObject({ tenantId: expect.any(String), userId: expect.any(String) });
    const login = await run('login.sh');
    const { tenantId, userId } = registered;
    expect(login).toEqual({
      token: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3_600,
      tenantId,
      userId,
    });
    expect(await run('list-leads.sh', String(login['token']))).toEqual({
      items: [],
      page: 1,
      pageSize: 20,
      totalCount: 0,
      totalPages: 0,
      hasNextPage: false,
      hasPreviousPage: false,
      nextCursor: null,
    });
  });

  it('has a JavaScript client that works unchanged', async () => {
    const client = new CrmApiClient(product().url);
    await client.login(CREDENTIALS.email, CREDENTIALS.password);
    const john = { firstName: 'John', lastName: 'Doe', email: 'john@example.com', source: 'Website' };
    const lead = await client.createLead(john);
    expect(lead).toMatchObject({ ...john, id: expect.any(String) });
    expect(await client.getLeads()).toMatchObject({ items: [{ id: lead['id'] }], totalCount: 1 });
    expect(await client.getLeads(2, 50)).toMatchObject({
      items: [],
      page: 2,
      pageSize: 50,
      hasNextPage: false,
    });
    await expect(client.createLead({ firstName: 'John', email: 'none' })).rejects.toThrow(
      'must be an e-mail address',
    );
    await expect(client.login(CREDENTIALS.email, 'wrong')).rejects.toThrow('Login failed');
  });

  it('has a token manager whose refresh names no content type', async () => {
    const login = await run('login.sh');
    const body = JSON.stringify({ refreshToken: login['refreshToken'] });
    const response = await fetch(`${product().url}/api/auth/refresh`, { method: 'POST', body });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      token: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3_600,
    });
  });

  it('has a loop over all pages that ends with every lead', async () => {
    const client = new CrmApiClient(product().url);
    await client.login(CREDENTIALS.email, CREDENTIALS.password);
    for (let index = 0; index < 4; index += 1) await client.createLead({ lastName: `Lead ${index}` });
    const all: unknown[] = [];
    for (let page = 1, hasNextPage = true; hasNextPage; page += 1) {
      const { items, ...facts } = await client.getLeads(page, 2);
      all.push(...(items as unknown[]));
      hasNextPage = facts['hasNextPage'] === true;
    }
    expect(all).toHaveLength(5);
  });
});
