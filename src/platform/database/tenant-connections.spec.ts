import { afterEach, describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import { TestClock } from '../../../test/support/test-clock.js';
import { UnavailableError } from '../../kernel/errors.js';
import type { TenantReference } from '../context/tenant-reference.js';
import { TenantConnections, type TenantConnectionsOptions } from './tenant-connections.js';

/** A tenant whose server nobody can name. */
const UNREACHABLE = 'unreachable';

/** What a server would see of the clients. */
class Server {
  now = 0;
  most = 0;
  connectingNow = 0;
  mostConnecting = 0;
  refusals = 0;
  readonly clients: FakeClient[] = [];
}

class FakeClient extends pg.Client {
  private gone = false;

  constructor(
    private readonly server: Server,
    readonly tenantId: string,
  ) {
    super();
    server.clients.push(this);
  }

  override async connect(): Promise<this> {
    this.server.connectingNow += 1;
    this.server.mostConnecting = Math.max(this.server.mostConnecting, this.server.connectingNow);
    this.server.now += 1;
    this.server.most = Math.max(this.server.most, this.server.now);
    await turn();
    this.server.connectingNow -= 1;
    if (this.server.refusals > 0) {
      this.server.refusals -= 1;
      this.leave();
      throw new Error('refused');
    }
    return this;
  }

  override async end(): Promise<void> {
    await turn();
    this.leave();
  }

  private leave(): void {
    if (!this.gone) this.server.now -= 1;
    this.gone = true;
  }
}

function tenant(id: string): TenantReference {
  return { id, database: id, cluster: 'primary', state: 'active', plan: 'unmetered', schemaVersion: 0 };
}

describe('TenantConnections', () => {
  const clock = new TestClock();
  let server = new Server();
  let connections: TenantConnections | undefined;

  function open(options: Partial<TenantConnectionsOptions> = {}): TenantConnections {
    server = new Server();
    const makeClient = ({ id }: TenantReference): FakeClient => {
      if (id === UNREACHABLE) throw new UnavailableError('not known here yet');
      return new FakeClient(server, id);
    };
    const settings: TenantConnectionsOptions = {
      maximum: 4,
      perTenant: 2,
      connectsAtOnce: 2,
      waitMilliseconds: 2_000,
      idleMilliseconds: 60_000,
      starvationMilliseconds: 50,
      ...options,
    };
    connections = new TenantConnections(settings, clock, makeClient);
    return connections;
  }

  afterEach(() => connections?.closeAll());

  it('serves 200 tenants under random load and never has more than the bound, closing ones included', async () => {
    const pool = open({ maximum: 10, perTenant: 3, connectsAtOnce: 4 });
    const owners = new Set<pg.ClientBase>();
    const work = async (worker: number): Promise<void> => {
      for (let turns = 0; turns < 40; turns += 1) {
        const id = `t${(worker * 7 + turns * 13) % 200}`;
        const connection = await pool.acquire(tenant(id));
        expect(connection.client).toMatchObject({ tenantId: id });
        expect(owners.has(connection.client)).toBe(false);
        owners.add(connection.client);
        for (let step = Math.floor(Math.random() * 3); step > 0; step -= 1) await turn();
        owners.delete(connection.client);
        clock.advance(5);
        connection.release(Math.random() < 0.05);
      }
    };
    await Promise.all(Array.from({ length: 60 }, (_, worker) => work(worker)));
    expect(server.most).toBeLessThanOrEqual(10);
    expect(server.mostConnecting).toBeLessThanOrEqual(4);
    await pool.closeAll();
    expect(server.now).toBe(0);
    expect(pool.size).toBe(0);
  });

  it('refuses whoever asks for a tenant whose server is not known, and serves the others', async () => {
    const pool = open({ maximum: 1 });
    const lost = [1, 2].map(() => pool.acquire(tenant(UNREACHABLE)));
    for (const one of lost) await expect(one).rejects.toThrow('not known here yet');
    expect(pool.size).toBe(0);
    (await pool.acquire(tenant('a'))).release();
  });

  it("waits for the tenant's own connection rather than evict another tenant's", async () => {
    const pool = open({ maximum: 2, perTenant: 2 });
    const own = await pool.acquire(tenant('a'));
    (await pool.acquire(tenant('b'))).release();
    const second = pool.acquire(tenant('a'));
    own.release();
    expect((await second).client).toBe(own.client);
    expect(server.clients).toHaveLength(2);
    (await second).release();
  });

  it('evicts the least recently used connection for a tenant that has none', async () => {
    const pool = open({ maximum: 2 });
    for (const id of ['a', 'b', 'a']) (await pool.acquire(tenant(id))).release();
    (await pool.acquire(tenant('c'))).release();
    const again = await pool.acquire(tenant('a'));
    expect(server.clients.map(({ tenantId }) => tenantId)).toEqual(['a', 'b', 'c']);
    again.release();
    expect(server.most).toBe(2);
  });

  it('gives a starved tenant the next connection returned, and the returning tenant its turn after', async () => {
    const pool = open({ maximum: 1, perTenant: 1 });
    const first = await pool.acquire(tenant('a'));
    const waiting = pool.acquire(tenant('a'));
    const starved = pool.acquire(tenant('b'));
    clock.advance(51);
    first.release();
    const served = await starved;
    expect(served.client).toMatchObject({ tenantId: 'b' });
    clock.advance(51);
    served.release();
    const last = await waiting;
    expect(last.client).toMatchObject({ tenantId: 'a' });
    last.release();
    expect(server.most).toBe(1);
  });

  it('closes one connection for one starved tenant, however many are returned meanwhile', async () => {
    const pool = open({ maximum: 4, perTenant: 4, connectsAtOnce: 4 });
    const busy = await Promise.all(Array.from({ length: 4 }, () => pool.acquire(tenant('a'))));
    const starved = pool.acquire(tenant('b'));
    clock.advance(51);
    for (const connection of busy) connection.release();
    (await starved).release();
    expect(pool.size).toBe(4);
    expect(server.clients).toHaveLength(5);
  });

  it('answers 503 after the bounded wait, and opens nothing', async () => {
    const pool = open({ maximum: 1, perTenant: 1, waitMilliseconds: 20 });
    const held = await pool.acquire(tenant('a'));
    await expect(pool.acquire(tenant('b'))).rejects.toBeInstanceOf(UnavailableError);
    await expect(pool.acquire(tenant('a'))).rejects.toMatchObject({ status: 503 });
    expect(server.clients).toHaveLength(1);
    held.release();
  });

  it('rejects the waiter whose connection failed, frees the slot and serves the next', async () => {
    const pool = open({ maximum: 1, perTenant: 1 });
    server.refusals = 1;
    const [failed, next] = await Promise.allSettled([pool.acquire(tenant('a')), pool.acquire(tenant('a'))]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: 'refused' } });
    expect(next).toMatchObject({ status: 'fulfilled' });
    expect(pool.size).toBe(1);
    if (next.status === 'fulfilled') next.value.release();
  });

  it('opens a new connection for those who wait when the one they waited for breaks', async () => {
    const pool = open({ maximum: 4, perTenant: 1 });
    const broken = await pool.acquire(tenant('a'));
    const waiting = pool.acquire(tenant('a'));
    broken.release(true);
    const next = await waiting;
    expect(next.client).not.toBe(broken.client);
    next.release();
  });

  it('drops a client that breaks while it is idle, and one that broke while it was on loan', async () => {
    const pool = open();
    const idle = await pool.acquire(tenant('a'));
    idle.release();
    idle.client.emit('error', new Error('terminated'));
    const next = await pool.acquire(tenant('a'));
    expect(next.client).not.toBe(idle.client);
    next.client.emit('error', new Error('terminated'));
    next.release();
    const third = await pool.acquire(tenant('a'));
    expect(third.client).not.toBe(next.client);
    third.release();
  });

  it('lets the next tenant in when an idle connection is closed', async () => {
    const pool = open({ maximum: 2, perTenant: 2 });
    const held = await pool.acquire(tenant('a'));
    (await pool.acquire(tenant('b'))).release();
    const second = pool.acquire(tenant('a'));
    await pool.evict('b');
    (await second).release();
    held.release();
  });

  it('closes connections that were idle for long, and keeps no trace of their tenants', async () => {
    const pool = open({ idleMilliseconds: 100, waitMilliseconds: 50 });
    (await pool.acquire(tenant('a'))).release();
    clock.advance(101);
    while (pool.size > 0) await turn();
    expect(server.now).toBe(0);
    const again = await pool.acquire(tenant('a'));
    expect(server.clients).toHaveLength(2);
    again.release();
  });

  it('ignores a second release', async () => {
    const pool = open({ maximum: 1, perTenant: 1 });
    const connection = await pool.acquire(tenant('a'));
    connection.release();
    connection.release();
    const next = await pool.acquire(tenant('a'));
    connection.release(true);
    expect(pool.size).toBe(1);
    next.release();
  });

  it('on closing refuses who waits, and ends what is still on loan or opening', async () => {
    const pool = open({ maximum: 2, perTenant: 2 });
    const lent = await pool.acquire(tenant('a'));
    const opening = pool.acquire(tenant('b'));
    const waiting = pool.acquire(tenant('c'));
    const outcomes = Promise.allSettled([opening, waiting]);
    await pool.closeAll();
    for (const outcome of await outcomes) expect(outcome.status).toBe('rejected');
    lent.release();
    await expect(pool.acquire(tenant('a'))).rejects.toMatchObject({ status: 503 });
    while (pool.size > 0) await turn();
    expect(server.now).toBe(0);
  });
});
