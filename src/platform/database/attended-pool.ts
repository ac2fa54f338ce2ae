import pg from 'pg';

/**
 * A pool none of whose connections is ever without a listener. One that ends while it is lent out tells so by an event,
 * which ends the process where nobody listens; whoever holds it learns of it from its next statement all the same.
 * TypeORM listens only after a turn of promises, and BullMQ not always: a server that ends a connection in the same
 * breath in which it says that it is ready comes before them.
 */
export class AttendedPool extends pg.Pool {
  constructor(config?: pg.PoolConfig) {
    super(config);
    this.on('error', () => undefined);
    this.on('connect', (client) => client.on('error', () => undefined));
  }
}
