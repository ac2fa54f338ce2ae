import type pg from 'pg';
import { currentTenant, findContext } from '../context/request-context.js';
import type { TenantConnections } from './tenant-connections.js';
import { Transaction } from './transaction.js';

type Connected = (
  error: Error | undefined,
  client?: pg.ClientBase,
  release?: (destroy?: boolean) => void,
) => void;

/**
 * What TypeORM uses in place of the `pg` module: its `Pool` hands out the connection of the context's tenant, and
 * inside a transaction always that transaction's own connection, so a second check-out cannot deadlock.
 */
export function createRoutingDriver(connections: TenantConnections) {
  class RoutingPool {
    on(): this {
      return this;
    }

    connect(connected: Connected): void {
      const transaction = findContext()?.transaction;
      if (transaction instanceof Transaction) {
        connected(undefined, joining(transaction), () => undefined);
        return;
      }
      let acquired;
      try {
        acquired = connections.acquire(currentTenant());
      } catch (error) {
        connected(error instanceof Error ? error : new Error('No tenant connection'));
        return;
      }
      acquired.then(
        (connection) => connected(undefined, connection.client, (destroy) => connection.release(destroy)),
        (error: unknown) => connected(error instanceof Error ? error : new Error('No tenant connection')),
      );
    }

    end(ended?: () => void): void {
      ended?.();
    }
  }
  return { Pool: RoutingPool };
}

const TRANSACTION_CONTROL = /^\s*(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)\b(?!\s+TO\b)/i;

/** The transaction's connection as TypeORM may use it: it must not end a transaction it did not begin. */
function joining(transaction: Transaction): pg.ClientBase {
  return new Proxy(transaction.client, {
    get(target, property) {
      if (property !== 'query') {
        const value: unknown = Reflect.get(target, property, target);
        return value instanceof Function ? (value.bind(target) as unknown) : value;
      }
      return (...parameters: unknown[]): unknown => {
        const [first] = parameters;
        if (typeof first === 'string' && TRANSACTION_CONTROL.test(first)) {
          throw new Error(
            'A transaction is open: use TenantDatabase.transaction, and save({ transaction: false })',
          );
        }
        // Asked for anew at each query: a runner may outlive the transaction it was taken in.
        const { client } = transaction;
        const query = client.query.bind(client) as (...values: unknown[]) => unknown;
        return query(...parameters);
      };
    },
  });
}
